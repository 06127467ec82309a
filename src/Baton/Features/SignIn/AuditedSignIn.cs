using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.SignIn;

/// <summary>What the audit log says of how people prove who they are.</summary>
internal static class AuditedSignIn
{
    internal static readonly IReadOnlyList<Audited> Tables =
    [
        Audited.Table<Account>(OfAccount),
        Audited.Table<Passkey>(OfPasskey),
        Audited.Table<ExternalLogin>(OfLogin),
    ];

    /// <summary>
    /// A hash that is only made anew when somebody signs in is no new password: that changes the stamp too.
    /// </summary>
    private static IEnumerable<AuditDraft> OfAccount(Changed change, Account account)
    {
        string Subject() => $"person {account.PersonKey}";
        if (
            account.PasswordHash is not null
            && (change.Added || (change.Of(nameof(Account.PasswordHash)) && change.Of(nameof(Account.SecurityStamp))))
        )
            yield return new AuditDraft(AuditActs.PasswordSet, Subject, null, null);
        if (change.Of(nameof(Account.TwoFactor)))
            yield return new AuditDraft(
                account.TwoFactor ? AuditActs.SecondFactorSet : AuditActs.SecondFactorCleared,
                Subject,
                null,
                null
            );
    }

    private static IEnumerable<AuditDraft> OfPasskey(Changed change, Passkey passkey)
    {
        if (change.Added)
            yield return new AuditDraft(
                AuditActs.PasskeyAdded,
                () => $"person {passkey.PersonKey}",
                null,
                Changed.Text(("name", passkey.Name))
            );
        if (change.Deleted)
            yield return new AuditDraft(
                AuditActs.PasskeyRemoved,
                () => $"person {passkey.PersonKey}",
                Changed.Text(("name", passkey.Name)),
                null
            );
    }

    private static IEnumerable<AuditDraft> OfLogin(Changed change, ExternalLogin login)
    {
        var said = Changed.Text(("issuer", login.Issuer), ("subject", login.Subject));
        if (change.Added)
            yield return new AuditDraft(AuditActs.PersonLinked, () => $"person {login.PersonKey}", null, said);
        if (change.Deleted)
            yield return new AuditDraft(AuditActs.PersonUnlinked, () => $"person {login.PersonKey}", said, null);
    }
}
