using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Teams;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>Somebody comes in by an invitation, or chooses a new password by one.</summary>
internal sealed class Join(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    Passwords passwords,
    SetPassword setPassword,
    TimeProvider time
)
{
    /// <summary>Null where it is good for nothing, for whatever reason.</summary>
    internal async Task<Invitation?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await OpenAsync(db, code, cancellationToken);
    }

    /// <summary>
    /// Their address is the one that the invitation bears, whatever they say: it was sent there, and nobody else's
    /// can be claimed.
    /// </summary>
    internal async Task<Outcome<string>> RunAsync(string code, NewPerson typed, CancellationToken cancellationToken)
    {
        if (await FindAsync(code, cancellationToken) is not { Kind: LinkKind.Join } invitation)
            return Refusal.NotFound(T("invitation"));
        var person = typed with { Email = invitation.Email };
        var faults = person.PasswordFaults();
        var account = new Account
        {
            PersonKey = person.Key,
            PasswordHash = faults.Count == 0 ? passwords.Hash(person.Password) : null,
        };
        var joined = await writer.WriteAsync(
            (db, token) => JoinAsync(db, code, person, account, faults, token),
            cancellationToken
        );
        return joined.Refused(out var refusal, out _) ? refusal : account.PersonKey;
    }

    internal async Task<Outcome<string>> AgainAsync(
        string code,
        string person,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (Passwords.Faults(password, person).ToList() is { Count: > 0 } faults)
            return Refusal.Invalid(faults);
        var used = await writer.WriteAsync(UseAsync, cancellationToken);
        if (!used)
            return Refusal.NotFound(T("invitation"));
        var kept = await setPassword.RunAsync(person, password, cancellationToken);
        return kept.Refused(out var refusal, out _) ? refusal : person;

        async Task<bool> UseAsync(BatonDb db, CancellationToken token) =>
            await OpenAsync(db, code, token) is { Kind: not LinkKind.Join } link
            && link.PersonKey == person
            && await db.UseUpAsync(link, person, time.UtcNow(), token)
            && await ProveAsync(db, link, token);
    }

    /// <summary>Who came by a mail reads the mail of the address that it was sent to.</summary>
    private async Task<bool> ProveAsync(BatonDb db, Invitation link, CancellationToken cancellationToken)
    {
        if (link.MailedAt is null)
            return true;
        var person = await db.People.SingleAsync(row => row.Key == link.PersonKey, cancellationToken);
        if (
            person.EmailProvedAt is null
            && person.Email == link.Email
            && !await ProvedAddresses.AreTakenForWriteAsync(db, link.Email, person.Key, cancellationToken)
        )
            person.EmailProvedAt = time.UtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<Outcome<Account>> JoinAsync(
        BatonDb db,
        string code,
        NewPerson person,
        Account account,
        IReadOnlyList<FieldError> faults,
        CancellationToken cancellationToken
    )
    {
        if (await OpenAsync(db, code, cancellationToken) is not { Kind: LinkKind.Join } invitation)
            return Refusal.NotFound(T("invitation"));
        db.Acting = db.Acting! with { Who = person.Key };
        var added = await person.AddAsync(db, time.UtcNow(), isAdmin: false, account, faults, cancellationToken);
        if (added.Refused(out var refusal, out _))
            return refusal.Type == ProvedAddresses.Taken ? Refusal.NotFound(T("invitation")) : refusal;
        if (!await db.UseUpAsync(invitation, person.Key, time.UtcNow(), cancellationToken))
            // undone and run again: then it is not there
            throw new DbUpdateConcurrencyException("This invitation has just been used.");
        if (invitation.TeamKey is { } key)
        {
            var team = await db.Teams.Include(row => row.Members).SingleAsync(row => row.Key == key, cancellationToken);
            PutMember.Set(team, person.Key, invitation.Role);
            team.Version++;
            await db.SaveChangesAsync(cancellationToken);
        }

        return account;
    }

    private async Task<Invitation?> OpenAsync(BatonDb db, string? code, CancellationToken cancellationToken) =>
        await db.FindLinkAsync(code, time.UtcNow(), cancellationToken) is { Kind: not LinkKind.Address } link
            ? link
            : null;
}
