using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Somebody comes from the company's own sign-in. They are known by issuer and subject; the first time by an address
/// that the provider vouches for and that is proved here. An address that either side merely heard leads nowhere:
/// anybody could have typed it.
/// </summary>
internal sealed class OidcSignIn(
    OidcOptions options,
    Writer writer,
    Catalogs catalogs,
    SignInManager<Account> manager,
    TimeProvider time
)
{
    private static Refusal ShutOut =>
        new(403, "shut-out", T("Account deactivated"), T("Your account was deactivated. Ask an admin."));

    /// <summary>Signed in, or asked for the second factor that they set up here.</summary>
    internal async Task<Outcome<SignInResult>> RunAsync(OidcIdentity who, CancellationToken cancellationToken)
    {
        var context = new RequestContext(
            Caller.System,
            await catalogs.CurrentAsync(cancellationToken),
            time.UtcNow(),
            "oidc"
        );
        var known = await writer.WriteAsync((db, token) => KnownAsync(db, context, who, token), cancellationToken);
        if (known.Refused(out var refusal, out _))
            return refusal;
        var result = await manager.ExternalLoginSignInAsync(
            who.Issuer,
            who.Subject,
            isPersistent: false,
            bypassTwoFactor: false
        );
        return result.Succeeded || result.RequiresTwoFactor
            ? result
            : new Refusal(
                403,
                "locked",
                T("Locked"),
                T("Your account is locked for 15 minutes after several wrong passwords or codes. Try again then.")
            );
    }

    private async Task<Outcome<Person>> KnownAsync(
        BatonDb db,
        RequestContext context,
        OidcIdentity who,
        CancellationToken cancellationToken
    )
    {
        var login = await db.ExternalLogins.SingleOrDefaultAsync(
            externalLogin => externalLogin.Issuer == who.Issuer && externalLogin.Subject == who.Subject,
            cancellationToken
        );
        var found = login is null
            ? await FirstTimeAsync(db, context, who, cancellationToken)
            : await db.People.SingleAsync(row => row.Key == login.PersonKey, cancellationToken);
        if (found.Refused(out var refusal, out var person))
            return refusal;
        if (person.DeactivatedAt is not null)
            return ShutOut;
        await OidcGroups.FollowAsync(db, context, options.Groups, person.Key, who.Groups, cancellationToken);
        return person;
    }

    private async Task<Outcome<Person>> FirstTimeAsync(
        BatonDb db,
        RequestContext context,
        OidcIdentity who,
        CancellationToken cancellationToken
    )
    {
        if (who.Email is not { } email)
            return Unverified(who);
        var same = context.Catalog.PeopleWith(email);
        if (same.Count == 0 && !options.SignUp)
            return new Refusal(
                403,
                "unknown",
                T("Not recognized"),
                T(
                    "No account has the confirmed address {0}. If you have a password, sign in with it and confirm "
                        + "your address on “Your account”. Otherwise ask a lead of your team or an admin for an "
                        + "invitation.",
                    email
                )
            );
        if (same.Count > 1)
            return new Refusal(
                403,
                "ambiguous",
                T("Not recognized"),
                T("Several people have the address {0}. Ask an admin to correct that.", email)
            );
        if (same is [{ } one] && await WhyNotAsync(db, one, who, cancellationToken) is { } reason)
            return reason;
        var found = same is [{ } known] ? known : await NewAsync(db, context, who, email, cancellationToken);
        if (found.Refused(out var refusal, out var person))
            return refusal;
        await LinkPerson.AddAsync(db, context, person.Key, who.Issuer, who.Subject, cancellationToken);
        return person;
    }

    private Refusal Unverified(OidcIdentity who) =>
        new(
            403,
            "unverified",
            T("Not recognized"),
            T(
                "{0} has not verified your email address, so Baton cannot tell who you are. Ask an admin to link your "
                    + "account on the page “People” (issuer {1}, subject {2}), or to set {3}=true if {0} assigns all "
                    + "addresses itself.",
                options.Name,
                who.Issuer,
                who.Subject,
                OidcOptions.TrustEmailKey
            )
        );

    /// <summary>An address may be given to another person there; who they are here must not go with it.</summary>
    private async Task<Refusal?> WhyNotAsync(
        BatonDb db,
        Person person,
        OidcIdentity who,
        CancellationToken cancellationToken
    )
    {
        if (person.DeactivatedAt is not null)
            return ShutOut;
        return await db.ExternalLogins.AnyAsync(
            externalLogin => externalLogin.Issuer == who.Issuer && externalLogin.PersonKey == person.Key,
            cancellationToken
        )
            ? new Refusal(
                403,
                "linked",
                T("Not recognized"),
                T(
                    "{0} belongs to a person who is linked to another account of {1}. Ask an admin.",
                    person.Email,
                    options.Name
                )
            )
            : null;
    }

    private static async Task<Outcome<Person>> NewAsync(
        BatonDb db,
        RequestContext context,
        OidcIdentity who,
        string email,
        CancellationToken cancellationToken
    )
    {
        var handle = (who.Handle ?? email).Split('@')[0];
        var taken = await db.People.Select(person => person.Key).ToHashSetAsync(cancellationToken);
        var key = KeyNames.FreeKeyOf(
            handle.Any(char.IsLetterOrDigit) ? handle : "person",
            wanted => PersonKeys.IsReserved(wanted) || taken.Contains(wanted)
        );
        var name = who.Name ?? who.Handle ?? email;
        db.Acting = db.Acting! with { Who = key }; // nobody is signed in yet
        return await AddPerson.RunAsync(
            db,
            context.Now,
            new PersonDraft(key, name[..Math.Min(name.Length, 200)], email),
            cancellationToken
        );
    }
}
