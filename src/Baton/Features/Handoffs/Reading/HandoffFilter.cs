using System.ComponentModel;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Which handoffs are asked for, and from where on.</summary>
internal sealed record HandoffFilter : PageQuery, ICheckedQuery
{
    [Description("From or to this team only.")]
    public string? Team { get; init; }

    [Options("inbox", "outbox"), Description("`inbox` (to the team) or `outbox` (from it) of `team`.")]
    public string? Box { get; init; }

    [Description("In this state only.")]
    public HandoffStatus? Status { get; init; }

    [Description("Of this template only.")]
    public string? Template { get; init; }

    [FromQuery(Name = "q"), Description(SearchText)]
    public string? Search { get; init; }

    [Description("Only those whose clock has passed its time.")]
    public bool Overdue { get; init; }

    /// <summary>The one that stands first already.</summary>
    internal long? Except { get; init; }

    private const string SearchText =
        "Words that begin words of the title, of the context or of a name of its people; a number or `#number` puts "
        + "that handoff first.";

    public IEnumerable<FieldError> Faults(HttpRequest request)
    {
        if (this is { Box: not null, Team: null })
            yield return new FieldError("box", "rule", "box needs a team: add one, for example team=onboarding.");
    }
}
