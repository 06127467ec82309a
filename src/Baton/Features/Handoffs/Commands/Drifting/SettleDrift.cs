using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Drifting;

/// <summary>
/// Marks what follows from a handoff where it carries values that have changed there, in the transaction of the change.
/// A value is followed from hop to hop as long as it is carried: whoever typed another one, or kept theirs, has decided
/// it for all that follows from them. What is over stays as it is, and passes on what it carried.
/// </summary>
internal static class SettleDrift
{
    /// <summary>So many are read at once.</summary>
    private const int Together = 500;

    internal static IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<ContextDrifted>(ContextDrifted.EventName)
        {
            Timeline = (drifted, told) => new(T("{0} changed at the source", told.LabelsOf(drifted.Fields))),
            Hears = (_, hearing) => hearing.EverInitiated ? [Audience.Sender, Audience.Receiver] : Hearing.Sender,
            Tone = "warn",
            Facts = (drifted, about) => [new Fact(FactLabels.Changed, about.LabelsOf(drifted.Fields))],
            Name = () => T("Changed at the source"),
            Notice = about =>
                new(
                    T("Changed at the source"),
                    T("{0} changed a value that {1} carries. Update it, or keep it as it is.", about.Who, about.About)
                ),
        },
        new EventDescriptor<DriftChanged>(DriftChanged.EventName)
        {
            Timeline = (_, _) => new(T("What had changed at the source changed again")),
        },
    ];

    /// <param name="db">The store, within the transaction.</param>
    /// <param name="context">Who changed it.</param>
    /// <param name="changed">The handoff whose values changed, as it is now.</param>
    /// <param name="fields">The fields that were decided.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task RunAsync(
        BatonDb db,
        RequestContext context,
        Handoff changed,
        IReadOnlyList<string> fields,
        CancellationToken cancellationToken
    )
    {
        var below = await ChainIds.DescendantsAsync(db, changed.Id, cancellationToken);
        var values = new SourceValues(changed, fields);
        // A handoff has a higher number than what it follows from, so each comes after what it carries from.
        foreach (var ids in below.Order().Chunk(Together).Select(ids => ids.ToList()))
        {
            var carrying = await db
                .Handoffs.Where(row => EF.Parameter(ids).Contains(row.Id) && row.Provenance != null)
                .OrderBy(row => row.Id)
                .ToChangeAsync(db, cancellationToken);
            foreach (var handoff in carrying)
            {
                if (values.Settle(handoff, context.Now) is { } change)
                    await KeepAsync(db, context, handoff, change, cancellationToken);
            }
        }
    }

    private static Task KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffChange change,
        CancellationToken cancellationToken
    )
    {
        var happened = handoff.Record(change, context.Now, context.Caller, handoff.FromTeam);
        return HandoffWrite
            .Changed(context, handoff, happened)
            .UpdateAsync(db, context, happened.Kind, cancellationToken);
    }
}
