using System.Linq.Expressions;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>Sessions end here, each time with the stamp by which every process learns of it.</summary>
internal static class EndSessions
{
    /// <summary>How many ended.</summary>
    internal static async Task<int> RunAsync(
        BatonDb db,
        Expression<Func<BrowserSession, bool>> which,
        CancellationToken cancellationToken
    )
    {
        var now = db.Acting!.At;
        var ended = await db
            .Sessions.Where(session => session.EndedAt == null)
            .Where(which)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), cancellationToken);
        if (ended > 0)
            await db
                .Stamps.Where(stamp => stamp.Name == DirectoryVersion.Sessions)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value + 1),
                    cancellationToken
                );
        return ended;
    }

    /// <summary>By whoever it belongs to; another one's is not there.</summary>
    internal static async Task<Outcome<long>> OwnAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var person = context.Caller.Person;
        if (await RunAsync(db, session => session.Id == id && session.PersonKey == person, cancellationToken) == 0)
            return Refusal.NotFound(T("session {0}", id));
        db.Note(AuditActs.SessionEnded, $"person {person}", "sessions: 1");
        await db.SaveChangesAsync(cancellationToken);
        return id;
    }

    /// <summary>
    /// Every session of the caller and, if asked, every token. Another stamp ends the sessions, those of older
    /// cookies too.
    /// </summary>
    internal static async Task<Outcome<bool>> EverywhereAsync(
        BatonDb db,
        RequestContext context,
        bool tokens,
        CancellationToken cancellationToken
    )
    {
        var person = context.Caller.Person;
        var live = await db.Sessions.CountAsync(
            session => session.PersonKey == person && session.EndedAt == null,
            cancellationToken
        );
        var account = await db.Accounts.SingleAsync(row => row.PersonKey == person, cancellationToken);
        account.SecurityStamp = Account.NewStamp();
        account.Version = account.Version + 1;
        db.Note(AuditActs.SessionEnded, $"person {person}", $"sessions: {live}");
        await db.SaveChangesAsync(cancellationToken);
        if (tokens)
            await RevokeToken.AllAsync(db, person, cancellationToken);
        return true;
    }
}
