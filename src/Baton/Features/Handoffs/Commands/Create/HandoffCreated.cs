using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Create;

internal sealed record HandoffCreated(
    string Template,
    int TemplateVersion,
    string FromTeam,
    string ToTeam,
    string Title,
    string Priority,
    JsonElement Context,
    IReadOnlyList<ChecklistStep> Checklist,
    IReadOnlyList<Waiver> Waivers,
    string? ExternalKey,
    string? ContentHash,
    long? ParentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ContextSources? Provenance = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FanOut = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Shift? Shift = null
) : HandoffChange
{
    internal const string EventName = "handoff.created";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Template = Template;
        handoff.TemplateVersion = TemplateVersion;
        handoff.FromTeam = FromTeam;
        handoff.ToTeam = ToTeam;
        handoff.Title = Title;
        handoff.Priority = Priority;
        handoff.Context = Context;
        handoff.ContextRevision = 1;
        handoff.Checklist = Checklist;
        handoff.Waivers = Waivers;
        handoff.ParentId = ParentId;
        handoff.FanOut = FanOut;
        handoff.Shift = Shift;
        handoff.Provenance = Provenance;
        handoff.ExternalKey = ExternalKey;
        handoff.ContentHash = ContentHash;
        handoff.CreatedBy = happened.Actor;
        handoff.CreatedAt = happened.At;
        handoff.Status = HandoffStatus.Draft;
    }
}
