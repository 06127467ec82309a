using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Keys that a device or a password manager holds for a person. The device asks for a finger, a face or a PIN, so
/// that a passkey is two factors by itself and no code is asked for. It cannot be guessed, so the lock after wrong
/// passwords does not shut it out.
/// </summary>
internal sealed class Passkeys(SignInManager<Account> manager, UserManager<Account> accounts, Writer writer)
{
    internal const int Most = 20;
    private const int LongestName = 60;

    internal static IEnumerable<FieldError> NameFaults(string name) =>
        Blank.Is(name) || name.Trim().Length > LongestName
            ? [new FieldError("name", "rule", T("Name: enter 1 to {0} characters.", LongestName))]
            : [];

    /// <summary>
    /// What the browser needs to make one. The challenge stands, encrypted, in a cookie for five minutes.
    /// </summary>
    internal async Task<Outcome<string>> OfferAsync(Account account, string name)
    {
        if ((await accounts.GetPasskeysAsync(account)).Count >= Most)
            return Refusal.Invalid(
                "",
                "rule",
                T("You already have {0} passkeys, which is the limit. Remove one first.", Most)
            );
        return await manager.MakePasskeyCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = account.PersonKey,
                Name = account.PersonKey,
                DisplayName = name,
            }
        );
    }

    internal async Task<Outcome<string>> AddAsync(Account account, string name, string credential)
    {
        var made = await DoneAsync(credential, manager.PerformPasskeyAttestationAsync);
        if (made is not { Succeeded: true } || made.UserEntity.Id != account.PersonKey)
            return new Refusal(
                422,
                "passkey",
                T("Passkey not added"),
                T("The browser did not answer in time or in a usable form. Try again.")
            );
        made.Passkey.Name = name.Trim();
        return (await accounts.AddOrUpdatePasskeyAsync(account, made.Passkey)).Succeeded
            ? name
            : new Refusal(
                409,
                "changed",
                T("Changed at the same time"),
                T("Your account was changed at the same time. Try again.")
            );
    }

    /// <summary>
    /// For whoever comes: which passkey it will be, the browser asks them, and we learn it from the answer.
    /// </summary>
    internal Task<string> AskAsync() => manager.MakePasskeyRequestOptionsAsync(null);

    /// <summary>Null for an unknown passkey, a wrong answer and a deactivated person alike.</summary>
    internal async Task<Account?> SignInAsync(HttpContext http, string credential)
    {
        var proved = await DoneAsync(credential, manager.PerformPasskeyAssertionAsync);
        if (
            proved is not { Succeeded: true }
            || !await manager.CanSignInAsync(proved.User)
            || !(await accounts.AddOrUpdatePasskeyAsync(proved.User, proved.Passkey)).Succeeded
        )
            return null;
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await manager.SignInAsync(proved.User, isPersistent: false);
        return proved.User;
    }

    internal Task<Outcome<bool>> RenameAsync(
        string person,
        string id,
        string name,
        CancellationToken cancellationToken
    ) =>
        NameFaults(name).ToList() is { Count: > 0 } faults
            ? Task.FromResult<Outcome<bool>>(Refusal.Invalid(faults))
            : ChangeAsync(person, id, (_, passkey) => passkey.Name = name.Trim(), cancellationToken);

    internal Task<Outcome<bool>> RemoveAsync(string person, string id, CancellationToken cancellationToken) =>
        ChangeAsync(person, id, (db, passkey) => db.Passkeys.Remove(passkey), cancellationToken);

    private Task<Outcome<bool>> ChangeAsync(
        string person,
        string id,
        Action<BatonDb, Passkey> change,
        CancellationToken cancellationToken
    ) =>
        writer.WriteAsync<Outcome<bool>>(
            async (db, token) =>
            {
                if (
                    await db.Passkeys.SingleOrDefaultAsync(
                        row => row.CredentialId == id && row.PersonKey == person,
                        token
                    )
                    is not { } passkey
                )
                    return Refusal.NotFound(T("passkey"));
                change(db, passkey);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );

    /// <summary>Identity throws where nothing was begun in this browser, or too long ago.</summary>
    private static async Task<T?> DoneAsync<T>(string credential, Func<string, Task<T>> perform)
        where T : class
    {
        if (credential.Length == 0)
            return null;
        try
        {
            return await perform(credential);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A passkey as its owner sees it.</summary>
public sealed record PasskeyLine(string Id, string Name, DateTime CreatedAt, DateTime? UsedAt);
