using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// An admin takes the second factor and the passkeys from somebody who lost their device; the password stays. Every
/// session of theirs ends.
/// </summary>
internal static class ClearSecondFactor
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can remove the second factor of other people."));
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (key == context.Caller.Person)
            return Refusal.Invalid(
                "person",
                "rule",
                T("Switch off your own second factor on your account page, with your password.")
            );
        db.Passkeys.RemoveRange(
            await db.Passkeys.Where(passkey => passkey.PersonKey == key).ToListAsync(cancellationToken)
        );
        if (await db.Accounts.SingleOrDefaultAsync(row => row.PersonKey == key, cancellationToken) is { } account)
        {
            SecondFactor.Clear(account);
            account.SecurityStamp = Account.NewStamp();
            account.Version = account.Version + 1;
        }

        await db.SaveChangesAsync(cancellationToken);
        return person;
    }
}
