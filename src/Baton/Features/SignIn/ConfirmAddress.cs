using Baton.Channels;
using Baton.Channels.Email;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// An address that somebody typed becomes a proved one: by a link that is mailed to it and is good for them alone,
/// signed in, or by an admin. Whoever reads the mail and is another person confirms nothing, since the link asks for
/// the account that wants the address.
/// </summary>
internal sealed class ConfirmAddress(
    IEnumerable<IChannel> channels,
    ChannelOptions options,
    Writer writer,
    BaseUrl baseUrl,
    TimeProvider time
)
{
    /// <summary>So long until another mail goes out: the address may be a stranger's.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(10);

    internal bool CanMail => options.Smtp is not null;

    internal async Task<Outcome<Person>> MailAsync(RequestContext context, CancellationToken cancellationToken)
    {
        if (!CanMail)
            return Refusal.Invalid(
                "",
                "no-mail",
                T("This server cannot send email. Ask an admin to confirm your address.")
            );
        var outcome = await writer.WriteAsync((db, token) => MakeAsync(db, context, token), cancellationToken);
        if (outcome.Refused(out var refusal, out var made))
            return refusal;
        var person = context.Catalog.People[context.Caller.Person];
        var link = new Uri(baseUrl.Value, $"/account/address?code={made.Code}").AbsoluteUri;
        var attempt = await channels
            .OfType<EmailChannel>()
            .Single()
            .SendAsync(
                "address",
                (from, to) =>
                {
                    Languages.SpeakTo(context.Catalog, person.Key);
                    return Task.FromResult(AddressMail.Of(person, link, from, to, time.GetUtcNow()));
                },
                new ChannelSettings(person.Email, null, null),
                cancellationToken
            );
        return attempt.Outcome == AttemptOutcome.Delivered
            ? person
            : Refusal.Invalid(
                "",
                "not-sent",
                T("The email could not be sent. Try again later, or ask an admin to confirm your address.")
            );
    }

    internal static async Task<Outcome<Person>> ByLinkAsync(
        BatonDb db,
        RequestContext context,
        string code,
        CancellationToken cancellationToken
    )
    {
        if (
            await FindAsync(db, context, code, cancellationToken) is not { } link
            || !await db.UseUpAsync(link, context.Caller.Person, context.Now, cancellationToken)
        )
            return JoinPages.Gone;
        return await KeepAsync(db, context, context.Caller.Person, cancellationToken);
    }

    internal static Task<Outcome<Person>> ByAdminAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    ) =>
        context.Caller.IsAdmin
            ? KeepAsync(db, context, key, cancellationToken)
            : Task.FromResult<Outcome<Person>>(
                Refusal.Forbidden(T("Only admins can confirm the address of a person."))
            );

    /// <summary>The link if it is theirs, and was mailed to the address that they have now.</summary>
    internal static async Task<Invitation?> FindAsync(
        BatonDb db,
        RequestContext context,
        string? code,
        CancellationToken cancellationToken
    ) =>
        await db.FindLinkAsync(code, context.Now, cancellationToken) is { Kind: LinkKind.Address } link
        && link.PersonKey == context.Caller.Person
        && await db.People.AnyAsync(
            person => person.Key == link.PersonKey && person.Email == link.Email,
            cancellationToken
        )
            ? link
            : null;

    private static async Task<Outcome<NewLink>> MakeAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var me = context.Caller.Person;
        var person = await db.People.SingleAsync(row => row.Key == me, cancellationToken);
        if (person.EmailProvedAt is not null)
            return Refusal.Invalid("", "confirmed", T("Your address is already confirmed."));
        var since = context.Now - Apart;
        return await db.Invitations.AnyAsync(
            link => link.Kind == LinkKind.Address && link.PersonKey == me && link.CreatedAt > since,
            cancellationToken
        )
            ? Refusal.Invalid(
                "",
                "too-often",
                T("We emailed you a link a moment ago. Check your inbox, or try again in 10 minutes.")
            )
            : await InvitePerson.KeepAsync(
                db,
                context,
                LinkKind.Address,
                null,
                TeamRole.Member,
                person.Email,
                me,
                cancellationToken
            );
    }

    private static async Task<Outcome<Person>> KeepAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (
            person.DeactivatedAt is null
            && await ProvedAddresses.AreTakenForWriteAsync(db, person.Email, key, cancellationToken)
        )
            return new Refusal(409, ProvedAddresses.Taken, T("Not confirmed"), T("This address cannot be confirmed."));
        person.EmailProvedAt ??= context.Now;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }
}
