using System.ComponentModel;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Which handoffs are asked for, in which order, and from where on.</summary>
internal record HandoffFilter : ICheckedQuery
{
    [Description("From or to this team only.")]
    public string? Team { get; init; }

    [Options("inbox", "outbox"), Description("`inbox` (to the team) or `outbox` (from it) of `team`.")]
    public string? Box { get; init; }

    [Description("In this state only.")]
    public HandoffStatus? Status { get; init; }

    [Description("Only those that are closed: completed, declined or withdrawn.")]
    public bool Closed { get; init; }

    [Options("urgent", "high", "normal", "low"), Description("Of this priority only.")]
    public string? Priority { get; init; }

    [Description("Of this template only.")]
    public string? Template { get; init; }

    [FromQuery(Name = "q"), Description(SearchText)]
    public string? Search { get; init; }

    [Description("Only those whose clock has passed its time.")]
    public bool Overdue { get; init; }

    [Description("Only those that this person works on.")]
    public string? Owner { get; init; }

    [Description("Only those that are open and that nobody works on.")]
    public bool Unowned { get; init; }

    [Description("Only those that this team must act on now.")]
    public string? HeldBy { get; init; }

    [Description("Only those that this person handed over, accepted or works on.")]
    public string? Person { get; init; }

    [Description("The one that was created with this key, of `template`.")]
    public string? ExternalKey { get; init; }

    [Limits(1, long.MaxValue), Description("Only those that follow from this handoff.")]
    public long? ParentId { get; init; }

    [Description("Only those that were handed over to several teams at once, by their `fan_out`.")]
    public string? FanOut { get; init; }

    [Description(UpdatedSinceText)]
    public DateTime? UpdatedSince { get; init; }

    [Description("Only those whose clock runs and ends before this moment.")]
    public DateTime? DueBefore { get; init; }

    [Description("Only those whose clock runs and ends at this moment or later.")]
    public DateTime? DueFrom { get; init; }

    [Description(SortText)]
    public HandoffSort? Sort { get; init; }

    [Description("Whether to count all that match: adds `total`, at most 10,000, and `total_capped`.")]
    public bool Count { get; init; }

    [Limits(1, 100), Description("How many items a page has at most.")]
    public int Limit { get; init; } = 25;

    [
        FromQuery(Name = "cursor"),
        PlaceCursor,
        Description("Where the page begins: `next_cursor` of the page before, with the same parameters.")
    ]
    public HandoffPlace? After { get; init; }

    internal static readonly IReadOnlyList<HandoffStatus> ClosedStates =
    [
        HandoffStatus.Completed,
        HandoffStatus.Declined,
        HandoffStatus.Withdrawn,
    ];

    /// <summary>The one that stands first already.</summary>
    internal long? Except { get; init; }

    /// <summary>
    /// Whether nothing narrows the box of a team but the state: then the page is what is gone through.
    /// </summary>
    internal bool IsPlainBox =>
        this
            is {
                Team: not null,
                Box: not null,
                Sort: null or HandoffSort.Newest,
                Closed: false,
                Priority: null,
                Template: null,
                Search: null,
                Overdue: false,
                Owner: null,
                Unowned: false,
                HeldBy: null,
                Person: null,
                ExternalKey: null,
                ParentId: null,
                FanOut: null,
                UpdatedSince: null,
                DueBefore: null,
                DueFrom: null,
            };

    /// <summary>Where the newest come first: only handoffs with lower numbers are left.</summary>
    internal long? Before => After?.Stretch == Stretch.Newest ? After.Id : null;

    private const string SearchText =
        "Words that begin words of the title, of the context or of a name of its people; a number or `#number` puts "
        + "that handoff first.";

    private const string UpdatedSinceText =
        "Only those that changed at this moment or later, the oldest change first unless `sort` says otherwise.";

    private const string SortText =
        "`newest` first, which is what holds when it is left out; last `updated` first; `due` first, those without a "
        + "due time at the end; or highest `priority` first.";

    public virtual IEnumerable<FieldError> Faults(HttpRequest request)
    {
        if (this is { Box: not null, Team: null })
            yield return new FieldError("box", "rule", T("box needs a team: add one, for example team=onboarding."));
        if (this is { ExternalKey: not null, Template: null })
            yield return new FieldError(
                "external_key",
                "rule",
                T("external_key needs a template: add one, for example template=sales_to_onboarding.")
            );
        if (After is { } place && !Stretches.Of(this).Contains(place.Stretch))
            yield return new FieldError("cursor", "rule", T("cursor is of a list in another order: leave it out."));
    }
}

/// <summary>What comes first in a list.</summary>
internal enum HandoffSort
{
    Newest,
    Updated,
    Due,
    Priority,
}
