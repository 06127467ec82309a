using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Forgets who somebody is at the provider: their account there was made anew, or belongs to another person now.
/// Every session of theirs ends.
/// </summary>
internal static class UnlinkPerson
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can unlink people from OpenID Connect."));
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        db.ExternalLogins.RemoveRange(
            await db
                .ExternalLogins.Where(externalLogin => externalLogin.PersonKey == key)
                .ToListAsync(cancellationToken)
        );
        if (await db.Accounts.SingleOrDefaultAsync(row => row.PersonKey == key, cancellationToken) is { } account)
        {
            account.SecurityStamp = Account.NewStamp();
            account.Version = account.Version + 1;
        }
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }
}
