using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Baton.Tests.Features.Deliveries;

/// <summary>A person is written to in their own language, a team in that of the organization.</summary>
public sealed class MailLanguageTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Theory, EitherEngine]
    public async Task A_person_reads_their_language_and_a_team_that_of_the_organization(Engine engine)
    {
        var mail = new Dictionary<string, string?>
        {
            ["BATON_SMTP_URL"] = smtp.Url,
            ["BATON_MAIL_FROM"] = "baton@example.org",
        };
        await using var app = await BatonApp.StartAsync(engine, mail, time);
        await using var slack = await Receiver.AnswerAsync(200, "ok");
        var cast = await app.CastAsync();
        var english = await cast.InitiatedAsync();
        var before = await MailAsync(cast.Bob.Key, english);
        Assert.StartsWith("[Baton] Handed over: ", before.Subject!, StringComparison.Ordinal);
        Assert.Contains("23 Nov", before.TextBody!, StringComparison.Ordinal);

        Assert.Equal("de", (await cast.Bob.Api.PutMeAsync(new MeRequest(Language: "de"))).Language);
        await cast.Root.Api.PutSettingsAsync(new SettingsRequest { DefaultLanguage = "fr" });
        var german = await cast.InitiatedAsync();
        var told = await MailAsync(cast.Bob.Key, german);
        Assert.StartsWith("[Baton] Übergeben: ", told.Subject!, StringComparison.Ordinal);
        Assert.Contains("23. Nov", told.TextBody!, StringComparison.Ordinal);
        var other = await MailAsync(cast.Ben.Key, german);
        Assert.StartsWith("[Baton] Transmise", other.Subject!, StringComparison.Ordinal);

        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels = [new("email", Address: $"{cast.Receiver}@example.org"), new("slack", Url: slack.Url)],
            }
        );
        var shared = await cast.InitiatedAsync();
        var toTeam = await MailAsync(cast.Receiver, shared);
        Assert.StartsWith("[Baton] Transmise", toTeam.Subject!, StringComparison.Ordinal);
        var posts = await Wait.ForAsync(() => Task.FromResult(slack.Requests), requests => requests.Count > 0);
        Assert.Contains("Transmise", posts[0].Text, StringComparison.Ordinal);
    }

    private async Task<MimeMessage> MailAsync(string name, HandoffRecord handoff) =>
        (
            await smtp.WaitForAsync(received =>
                received.RcptTo.Contains($"{name}@example.org")
                && received.Open().Subject!.EndsWith($"(#{handoff.HandoffId})", StringComparison.Ordinal)
            )
        ).Open();
}
