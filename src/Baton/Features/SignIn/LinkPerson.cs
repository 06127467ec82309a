using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Says who somebody is at the provider by which they sign in, where it does not vouch for their address. From then
/// on they are known by issuer and subject, as if they had signed in once.
/// </summary>
internal static class LinkPerson
{
    private const int Longest = 255;

    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        string issuer,
        string subject,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can link people to OpenID Connect."));
        if (await db.People.SingleOrDefaultAsync(person => person.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        var faults = Faults(issuer, subject).ToList();
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var login = await db.ExternalLogins.SingleOrDefaultAsync(
            row => row.Issuer == issuer && row.Subject == subject,
            cancellationToken
        );
        if (login is not null)
            return login.PersonKey == key
                ? person
                : Refusal.Invalid(
                    "subject",
                    "taken",
                    T("{0} is already linked to this subject. Unlink {0} first.", login.PersonKey)
                );
        if (await db.ExternalLogins.AnyAsync(row => row.Issuer == issuer && row.PersonKey == key, cancellationToken))
            return Refusal.Invalid(
                "person",
                "linked",
                T("{0} is already linked to another subject of this issuer. Unlink {0} first.", key)
            );
        await AddAsync(db, context, key, issuer, subject, cancellationToken);
        return person;
    }

    private static IEnumerable<FieldError> Faults(string issuer, string subject)
    {
        if (
            !Uri.TryCreate(issuer, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http")
            || issuer.Length > Longest
        )
            yield return new FieldError(
                "issuer",
                "rule",
                T("Enter the issuer as an address such as https://login.example.org/realms/main.")
            );
        if (Blank.Is(subject) || subject.Length > Longest)
            yield return new FieldError(
                "subject",
                "rule",
                T(
                    "Enter the subject that the provider uses for the person, at most {0} characters, for example "
                        + "8f1c.",
                    Longest
                )
            );
    }

    internal static async Task AddAsync(
        BatonDb db,
        RequestContext context,
        string key,
        string issuer,
        string subject,
        CancellationToken cancellationToken
    )
    {
        db.ExternalLogins.Add(
            new ExternalLogin
            {
                Issuer = issuer,
                Subject = subject,
                PersonKey = key,
                CreatedAt = context.Now,
            }
        );
        if (!await db.Accounts.AnyAsync(account => account.PersonKey == key, cancellationToken))
            db.Accounts.Add(new Account { PersonKey = key });
        await db.SaveChangesAsync(cancellationToken);
    }
}
