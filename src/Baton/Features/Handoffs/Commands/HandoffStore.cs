using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.Commands.FanningOut;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// The two steps that every verb on a handoff shares: find what the caller may see, and keep what happened.
/// </summary>
internal static class HandoffStore
{
    private static readonly HotQuery<long, Handoff> ById = new(
        (db, id) => db.Set<Handoff>().AsNoTracking().SingleOrDefault(handoff => handoff.Id == id)
    );

    private static readonly HotQuery<long, Handoff> LockedRoot = new(
        (db, id) =>
            db.Set<Handoff>()
                .AsNoTracking()
                .TagWith(RowLocks.KeepKey)
                .SingleOrDefault(handoff => handoff.Id == id && handoff.ParentId == null)
    );

    /// <summary>
    /// What happens bears the time of its write, not of the request, which may have come with a large file: changes
    /// are read in the order of their times.
    /// </summary>
    internal static RequestContext AtWrite(this RequestContext context, BatonDb db) =>
        !context.IsHistory && db.Acting is { } acting && acting.At > context.Now
            ? context with
            {
                Now = acting.At,
            }
            : context;

    /// <summary>Not there and not visible look the same.</summary>
    internal static async Task<Outcome<Handoff>> FindAsync(this BatonDb db, RequestContext context, long id)
    {
        var handoff = await ById.RunAsync(db, id);
        if (handoff is not null && db.Acting is not null)
            await RememberAsync(db, handoff, CancellationToken.None);
        if (handoff is null || !handoff.IsVisibleTo(context.Caller))
            return Refusal.NotFound(T("handoff {0}", id));
        handoff.ArchivedMonth = context.Catalog.History.ArchiveOf(id);
        await db.SeeParentAsync(handoff, context.Caller);
        return context.IfMatch is { } expected && expected != handoff.Version
            ? Refusal.Stale(expected, handoff.Version)
            : handoff;
    }

    /// <summary>Whether the caller may know what it follows from.</summary>
    internal static async Task SeeParentAsync(this BatonDb db, Handoff handoff, Caller caller)
    {
        if (handoff.ParentId is { } id && await ById.RunAsync(db, id) is { } parent && parent.IsVisibleTo(caller))
            handoff.SeenParentId = id;
    }

    /// <summary>One that is read on behalf of the store itself, whoever asks; null: not there.</summary>
    internal static Task<Handoff?> AnyByIdAsync(this BatonDb db, long id) => ById.RunAsync(db, id);

    /// <summary>
    /// One as it is while its chain is locked, as <see cref="ChainIds.LockAsync"/> locks it; most are roots, which are
    /// locked as they are read.
    /// </summary>
    internal static async Task<Handoff?> AnyLockedAsync(this BatonDb db, long id, CancellationToken cancellationToken)
    {
        if (await LockedRoot.RunAsync(db, id) is { } root)
            return root;
        await ChainIds.LockAsync(db, id, cancellationToken);
        return await db.AnyByIdAsync(id);
    }

    /// <summary>Several that are about to change.</summary>
    internal static async Task<IReadOnlyList<Handoff>> ToChangeAsync(
        this IQueryable<Handoff> handoffs,
        BatonDb db,
        CancellationToken cancellationToken
    )
    {
        var found = await handoffs.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var handoff in found)
            await RememberAsync(db, handoff, cancellationToken);
        return found;
    }

    /// <summary>What it is now, to tell what has changed; what happens next is hung behind its last event.</summary>
    private static async Task RememberAsync(BatonDb db, Handoff handoff, CancellationToken cancellationToken)
    {
        await EventChain.CompleteAsync(db, handoff, cancellationToken);
        RowUpdate.For<Handoff>(db.Model).Remember(handoff);
    }

    /// <summary>State, event, clock and notice, in the transaction of the caller.</summary>
    internal static async Task<Outcome<Handoff>> KeepAsync(
        this BatonDb db,
        RequestContext context,
        Handoff handoff,
        Outcome<HandoffEvent> outcome,
        CancellationToken cancellationToken
    )
    {
        // A command may find that nothing has changed: then nothing happened.
        if (outcome is { Value: null, Refusal: null })
            return handoff;
        if (outcome.Refused(out var refusal, out var happened))
            return refusal;
        var decided = happened.Change.Decides.ToList();
        if (decided.Count > 0 && handoff.ParentId is { } parent)
            await ChainIds.LockAsync(db, parent, cancellationToken);
        await HandoffWrite
            .Changed(context, handoff, happened)
            .UpdateAsync(db, context, happened.Kind, cancellationToken);
        if (decided.Count > 0)
            await SettleDrift.RunAsync(db, context, handoff, decided, cancellationToken);
        if (happened.Kind == HandoffAccepted.EventName && handoff.FanOut is not null)
            await FanOuts.TellAsync(db, context, handoff, cancellationToken);
        if (happened.Kind == HandoffAccepted.EventName && handoff.Shift is not null)
            await CompleteEarlierShifts.RunAsync(db, context, handoff, cancellationToken);
        return handoff;
    }
}
