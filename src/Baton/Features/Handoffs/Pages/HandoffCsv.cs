using System.Globalization;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What a list shows as a file for spreadsheets, all of its pages.</summary>
internal static class HandoffCsv
{
    /// <summary>Larger ones are for <c>baton export</c>.</summary>
    internal const int Most = 10_000;

    private static readonly string[] Header =
    [
        "number",
        "title",
        "status",
        "template",
        "from_team",
        "to_team",
        "owner",
        "priority",
        "handed_over_by",
        "handed_over_at",
        "accepted_at",
        "completed_at",
        "due_at",
        "overdue",
        "external_key",
    ];

    internal static async Task<Outcome<byte[]>> ReadAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<string?[]> { Header };
        var page = filter with { Limit = 100, After = null, Count = false };
        do
        {
            var outcome = await ListHandoffs.FindAsync(db, underWay, context, page, cancellationToken);
            if (outcome.Refused(out var refusal, out var found))
                return refusal;
            rows.AddRange(found.Handoffs.Select(handoff => RowOf(handoff, context)));
            page = page with { After = found.NextCursor is { } next ? HandoffPlace.Parse(next) : null };
        } while (page.After is not null && rows.Count <= Most);
        return CsvText.Of(rows);
    }

    private static string?[] RowOf(Handoff handoff, RequestContext context) =>
        [
            handoff.Id.ToString(CultureInfo.InvariantCulture),
            handoff.Title,
            Handoff.Wire(handoff.Status),
            context.Catalog.NameOfTemplate(handoff.Template),
            context.Catalog.NameOfTeam(handoff.FromTeam),
            context.Catalog.NameOfTeam(handoff.ToTeam),
            handoff.Owner is { } owner ? context.Catalog.NameOfPerson(owner) : null,
            handoff.Priority,
            context.Catalog.NameOfPerson(handoff.InitiatedBy ?? handoff.CreatedBy),
            MomentOf(handoff.InitiatedAt),
            MomentOf(handoff.AcceptedAt),
            MomentOf(handoff.CompletedAt),
            MomentOf(handoff.DueAt),
            handoff.IsOverdue(context.Now) ? "true" : "false",
            handoff.ExternalKey,
        ];

    private static string? MomentOf(DateTime? moment) =>
        moment?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
