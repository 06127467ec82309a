using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Reading;

internal static class HandoffRecords
{
    internal static HandoffRecord Of(Handoff handoff, Caller caller, DateTime now, Uri baseUrl) =>
        InList(handoff, caller, now, baseUrl) with
        {
            Provenance = ProvenanceRecords.Of(handoff, caller, baseUrl),
        };

    /// <summary>The same without what only one that is looked at says.</summary>
    internal static HandoffRecord InList(Handoff handoff, Caller caller, DateTime now, Uri baseUrl) =>
        new()
        {
            HandoffId = handoff.Id,
            Status = handoff.Status,
            Template = handoff.Template,
            TemplateVersion = handoff.TemplateVersion,
            Title = handoff.Title,
            FromTeam = handoff.FromTeam,
            ToTeam = handoff.ToTeam,
            ResponsibleTeam = handoff.ResponsibleTeam,
            Owner = handoff.Owner,
            Priority = handoff.Priority,
            Context = handoff.Context,
            ContextRevision = handoff.ContextRevision,
            Waivers = handoff.Waivers,
            Findings = handoff.Findings,
            Corrections = handoff.Corrections,
            Questions = handoff.Questions,
            Comments = handoff.Comments,
            ExternalKey = handoff.ExternalKey,
            ParentId = handoff.SeenParentId,
            FanOut = handoff.FanOut,
            Assists = handoff.Assists.Count == 0 ? null : handoff.Assists,
            Shift = handoff.Shift,
            Drift = DriftRecords.Of(handoff, caller, baseUrl),
            InitiatedBy = handoff.InitiatedBy,
            InitiatedAt = handoff.InitiatedAt,
            OpenedAt = handoff.OpenedAt,
            AcceptedBy = handoff.AcceptedBy,
            AcceptedAt = handoff.AcceptedAt,
            CompletedBy = handoff.CompletedBy,
            CompletedAt = handoff.CompletedAt,
            UpdatedAt = handoff.UpdatedAt,
            AcceptBy = handoff.AcceptBy,
            CompleteBy = handoff.CompleteBy,
            Overdue = handoff.IsOverdue(now),
            Checklist = handoff.Checklist,
            ReadBack = handoff.ReadBack,
            ReadBackAnswer = handoff.ReadBackAnswer,
            ReadBackBy = handoff.ReadBackBy,
            Gaps = handoff.Gaps,
            Feedback = handoff.Feedback,
            Defects = handoff.Defects,
            Attachments =
            [
                .. handoff
                    .Attachments.Where(attachment => attachment.RemovedAt is null)
                    .Select(attachment => attachment.ToRecord()),
            ],
            AllowedCommands = handoff.AllowedCommands(caller),
            Version = handoff.Version,
            Url = UrlOf(handoff.Id, baseUrl),
        };

    internal static HandoffRecord With(this HandoffRecord record, Attention attention) =>
        record with
        {
            Watching = attention == Attention.Watching,
            Muted = attention == Attention.Muted,
        };

    internal static string UrlOf(long id, Uri baseUrl) => new Uri(baseUrl, $"/handoffs/{id}").AbsoluteUri;
}
