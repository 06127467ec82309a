using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Watches;

/// <summary>
/// Watches or mutes a handoff, for the person who asks alone. No event of the handoff: it concerns nobody else.
/// </summary>
internal static class WatchHandoff
{
    private static readonly HotQuery<long, string, bool?> Muted = new(
        (db, id, person) =>
            db.Set<HandoffWatch>()
                .Where(watch => watch.HandoffId == id && watch.PersonKey == person)
                .Select(watch => (bool?)watch.Muted)
                .SingleOrDefault()
    );

    /// <summary>A handoff, and how much of it somebody hears.</summary>
    internal sealed record Watched(Handoff Handoff, Attention Attention);

    internal static Task<Outcome<Watched>> StartAsync(
        BatonDb db,
        RequestContext context,
        long id,
        Attention attention,
        CancellationToken cancellationToken
    ) => SetAsync(db, context, id, _ => attention, cancellationToken);

    /// <summary>What was something else stays as it is.</summary>
    internal static Task<Outcome<Watched>> EndAsync(
        BatonDb db,
        RequestContext context,
        long id,
        Attention attention,
        CancellationToken cancellationToken
    ) => SetAsync(db, context, id, now => now == attention ? Attention.OfTeams : now, cancellationToken);

    internal static async Task<Attention> ReadAsync(BatonDb db, long id, string person) =>
        AttentionOf(await Muted.RunAsync(db, id, person));

    /// <param name="muted">Whether somebody muted it; null where they neither did nor watch it.</param>
    internal static Attention AttentionOf(bool? muted) =>
        muted switch
        {
            null => Attention.OfTeams,
            true => Attention.Muted,
            false => Attention.Watching,
        };

    private static async Task<Outcome<Watched>> SetAsync(
        BatonDb db,
        RequestContext context,
        long id,
        Func<Attention, Attention> next,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        var person = context.Caller.Person;
        var wanted = next(await ReadAsync(db, id, person));
        if (wanted == Attention.OfTeams)
            await db
                .Watches.Where(watch => watch.HandoffId == id && watch.PersonKey == person)
                .ExecuteDeleteAsync(cancellationToken);
        else
            await KeepAsync(db, id, person, wanted == Attention.Muted, cancellationToken);
        return new Watched(handoff, wanted);
    }

    /// <summary>Two clicks at once are one.</summary>
    private static Task<int> KeepAsync(
        BatonDb db,
        long id,
        string person,
        bool muted,
        CancellationToken cancellationToken
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO handoff_watches (handoff_id, person_key, muted) VALUES ({id}, {person}, {muted})
            ON CONFLICT (handoff_id, person_key) DO UPDATE SET muted = excluded.muted
            """,
            cancellationToken
        );
}
