using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Gives a person a password; every session they had ends. Who may is asked before: the person, or whoever can reach
/// the data directory.
/// </summary>
internal sealed class SetPassword(Passwords passwords, Writer writer)
{
    internal async Task<Outcome<Person>> RunAsync(string person, string password, CancellationToken cancellationToken)
    {
        if (Passwords.Faults(password, person).ToList() is { Count: > 0 } faults)
            return Refusal.Invalid(faults);
        var hash = passwords.Hash(password);
        return await writer.WriteAsync((db, token) => KeepAsync(db, person, hash, token), cancellationToken);
    }

    private static async Task<Outcome<Person>> KeepAsync(
        BatonDb db,
        string key,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.People.SingleOrDefaultAsync(row => row.Key == key && row.DeactivatedAt == null, cancellationToken)
            is not { } person
        )
            return Refusal.Invalid("person", "unknown", T("There is no person {0}.", key));
        if (person.IsAgent)
            return Refusal.Invalid(
                "person",
                "rule",
                T("{0} is an agent. It acts with a token and has no password.", key)
            );
        if (await db.Accounts.SingleOrDefaultAsync(row => row.PersonKey == key, cancellationToken) is { } account)
        {
            account.PasswordHash = hash;
            account.SecurityStamp = Account.NewStamp();
            account.FailedAttempts = 0;
            account.LockedUntil = null;
            account.Version = account.Version + 1;
        }
        else
            db.Accounts.Add(new Account { PersonKey = key, PasswordHash = hash });
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }
}
