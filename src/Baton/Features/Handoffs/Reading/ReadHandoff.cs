using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>The smaller readings of one handoff: its context at a glance, its timeline.</summary>
internal static class ReadHandoff
{
    internal static Outcome<ContextRecord> Context(Outcome<Handoff> found) =>
        found.Refused(out var refusal, out var handoff)
            ? refusal
            : new ContextRecord(
                handoff.Context,
                [.. handoff.Checklist.Select(step => step.Text)],
                handoff.InitiatedBy,
                handoff.InitiatedAt
            );

    internal static async Task<Outcome<ItemsOf<EventRecord>>> EventsAsync(
        BatonDb db,
        Outcome<Handoff> found,
        CancellationToken cancellationToken
    )
    {
        if (found.Refused(out var refusal, out var handoff))
            return refusal;
        var events = await db
            .Events.AsNoTracking()
            .WithArchive()
            .Where(happened => happened.HandoffId == handoff.Id)
            .OrderBy(happened => happened.Seq)
            .ToListAsync(cancellationToken);
        return new ItemsOf<EventRecord>([.. events.Select(happened => ToRecord(happened, handoff.SeenParentId))]);
    }

    /// <param name="happened">The event.</param>
    /// <param name="parent">What the handoff follows from, as far as the reader may know.</param>
    internal static EventRecord ToRecord(HandoffEvent happened, long? parent) =>
        new(
            happened.Seq,
            happened.Kind,
            happened.At,
            happened.Actor,
            happened.Team,
            happened.Role,
            JsonElement.Parse(Shown(happened, parent))
        );

    /// <summary>
    /// Where values came from names handoffs that not every reader may see; the record of the handoff says it to each
    /// as far as they may know.
    /// </summary>
    private static string Shown(HandoffEvent happened, long? parent) =>
        happened.Change switch
        {
            HandoffCreated created when Names(created, parent) => Without(created, parent).ToJson(),
            HandoffInitiated { Created: { } created } initiated when Names(created, parent) => (
                initiated with
                {
                    Created = Without(created, parent),
                }
            ).ToJson(),
            IDriftChange drifted => JsonSerializer.Serialize(
                new { fields = drifted.Drift.Select(drift => drift.Field) },
                BatonJson.Options
            ),
            _ => happened.Data,
        };

    private static bool Names(HandoffCreated created, long? parent) =>
        created.Provenance is not null || created.ParentId != parent;

    private static HandoffCreated Without(HandoffCreated created, long? parent) =>
        created with
        {
            Provenance = null,
            ParentId = parent,
        };
}
