using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
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
            .Where(happened => happened.HandoffId == handoff.Id)
            .OrderBy(happened => happened.Seq)
            .ToListAsync(cancellationToken);
        return new ItemsOf<EventRecord>([.. events.Select(ToRecord)]);
    }

    internal static EventRecord ToRecord(HandoffEvent happened) =>
        new(
            happened.Seq,
            happened.Kind,
            happened.At,
            happened.Actor,
            happened.Team,
            happened.Role,
            JsonElement.Parse(Shown(happened))
        );

    /// <summary>
    /// Where values came from names handoffs that not every reader may see; the record of the handoff says it to each
    /// as far as they may know.
    /// </summary>
    private static string Shown(HandoffEvent happened) =>
        happened.Change switch
        {
            HandoffCreated { Provenance: not null } created => (created with { Provenance = null }).ToJson(),
            HandoffInitiated { Created: { Provenance: not null } created } initiated => (
                initiated with
                {
                    Created = created with { Provenance = null },
                }
            ).ToJson(),
            IDriftChange drifted => JsonSerializer.Serialize(
                new { fields = drifted.Drift.Select(drift => drift.Field) },
                BatonJson.Options
            ),
            _ => happened.Data,
        };
}
