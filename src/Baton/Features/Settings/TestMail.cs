using Baton.Channels;
using Baton.Channels.Email;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using MimeKit;

namespace Baton.Features.Settings;

/// <summary>An admin tries whether mail goes out.</summary>
internal sealed class TestMail(
    IEnumerable<IChannel> channels,
    ChannelOptions options,
    BaseUrl baseUrl,
    TimeProvider time
)
{
    internal async Task<Outcome<TestMailRecord>> RunAsync(
        RequestContext context,
        string? to,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return SettingsRules.OnlyAdmins;
        if (options.Smtp is null)
            return Refusal.Invalid(
                "mail",
                "missing",
                T("No mail server is set up. Enter one first, then send a test.")
            );
        var address = to?.Trim() ?? context.Catalog.People[context.Caller.Person].Email;
        if (MailAddresses.Faults(address) is [var fault, ..])
            return Refusal.Invalid([fault with { Field = "to" }]);
        var attempt = await channels
            .OfType<EmailChannel>()
            .Single()
            .SendAsync(
                "test",
                (from, mailbox) => Task.FromResult(Write(context, from, mailbox)),
                new ChannelSettings(address, null, null),
                cancellationToken
            );
        return new TestMailRecord(address, attempt.Outcome == AttemptOutcome.Delivered, attempt.Reason);
    }

    private MimeMessage Write(RequestContext context, MailboxAddress from, MailboxAddress to)
    {
        var mail = new MimeMessage
        {
            Subject = $"[Baton] {T("Test mail")}",
            Date = time.GetUtcNow(),
            Body = new TextPart("plain")
            {
                Text = T(
                    "{0} sent this test from {1}. The mail server works, and there is nothing to do.",
                    Line.Of(context.Caller.Name),
                    baseUrl.Value.AbsoluteUri
                ),
            },
        };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }
}
