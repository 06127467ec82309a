using Baton.Client;
using Baton.Features.Teams;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Somebody comes in by an invitation, or chooses a new password by one.</summary>
internal sealed class Join(IDbContextFactory<BatonDb> factory, Writer writer, Passwords passwords, SetPassword setPassword, TimeProvider time)
{
    /// <summary>Null when there is no such invitation, or it was used, or is too old: all look the same.</summary>
    internal async Task<Invitation?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await OpenAsync(db, code, time.UtcNow(), cancellationToken);
    }

    internal async Task<Outcome<string>> RunAsync(string code, NewPerson person, CancellationToken cancellationToken)
    {
        var faults = person.PasswordFaults();
        var account = new Account { PersonKey = person.Key, PasswordHash = faults.Count == 0 ? passwords.Hash(person.Password) : null };
        var joined = await writer.WriteAsync((db, token) => JoinAsync(db, code, person, account, faults, token), cancellationToken);
        return joined.Refused(out var refusal, out _) ? refusal : account.PersonKey;
    }

    internal async Task<Outcome<string>> AgainAsync(string code, string person, string password, CancellationToken cancellationToken)
    {
        if (Passwords.Faults(password, person).ToList() is { Count: > 0 } faults)
            return Refusal.Invalid(faults);
        var used = await writer.WriteAsync((db, token) => UseAsync(db, code, person, token), cancellationToken);
        if (!used)
            return Refusal.NotFound("invitation");
        var kept = await setPassword.RunAsync(person, password, cancellationToken);
        return kept.Refused(out var refusal, out _) ? refusal : person;
    }

    private async Task<Outcome<Account>> JoinAsync(BatonDb db, string code, NewPerson person, Account account, IReadOnlyList<FieldError> faults, CancellationToken cancellationToken)
    {
        if (await OpenAsync(db, code, time.UtcNow(), cancellationToken) is not { PersonKey: null } invitation)
            return Refusal.NotFound("invitation");
        db.Acting = db.Acting! with { Who = person.Key };
        var added = await person.AddAsync(db, time.UtcNow(), isAdmin: false, account, faults, cancellationToken);
        if (added.Refused(out var refusal, out _))
            return refusal;
        if (!await UseAsync(db, code, person.Key, cancellationToken))
            throw new DbUpdateConcurrencyException("The invitation was used in the same moment."); // undone and run again: then it is not there
        if (invitation.TeamKey is { } key)
        {
            var team = await db.Teams.Include(one => one.Members).SingleAsync(one => one.Key == key, cancellationToken);
            PutMember.Set(team, person.Key, invitation.Role);
            team.Version++;
            await db.SaveChangesAsync(cancellationToken);
        }

        return account;
    }

    private static Task<Invitation?> OpenAsync(BatonDb db, string? code, DateTime now, CancellationToken cancellationToken)
    {
        var hash = Token.HashOf(code ?? "");
        return db.Invitations.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == hash && one.UsedAt == null && one.ExpiresAt > now, cancellationToken);
    }

    private async Task<bool> UseAsync(BatonDb db, string code, string person, CancellationToken cancellationToken)
    {
        var (hash, now) = (Token.HashOf(code), time.UtcNow());
        var used = await db.Invitations.Where(one => one.Hash == hash && one.UsedAt == null && one.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now).SetProperty(one => one.PersonKey, person), cancellationToken);
        return used == 1;
    }
}
