using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Links.Pages;

/// <summary>What the page of a link shows.</summary>
internal sealed record LinkView(string Heading, string Text)
{
    internal const string Accept = "accept";
    internal const string Return = "return";

    /// <summary>Its words are then those of a refusal.</summary>
    internal bool IsRefused { get; init; }

    /// <summary>Null where there is nothing more to do.</summary>
    internal string? Do { get; init; }

    internal long? HandoffId { get; init; }

    internal bool AsksReadBack { get; init; }

    internal IReadOnlyList<Field> Fields { get; init; } = [];

    internal IReadOnlyList<string> Faults { get; init; } = [];

    internal IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    internal static LinkView Of(Outcome<LinkedHandoff> found, bool giveBack)
    {
        if (found.Refused(out var refusal, out var linked))
            return new LinkView(refusal.Title, refusal.Detail) { IsRefused = true, HandoffId = refusal.HandoffId };
        var handoff = linked.Handoff;
        var template = linked.RequestContext.TemplateOf(linked.Handoff);
        var about = T(
            "“{0}” from {1} to {2}, for {3}.",
            handoff.Title,
            handoff.FromTeam,
            handoff.ToTeam,
            linked.RequestContext.Caller.Name
        );
        return new LinkView(giveBack ? T("Return the handoff") : T("Accept the handoff"), about)
        {
            Do = giveBack ? Return : Accept,
            HandoffId = handoff.Id,
            AsksReadBack = template.ReadBack,
            Fields = template.Fields,
        };
    }

    internal static LinkView Done(Handoff handoff) =>
        handoff.Status == HandoffStatus.Accepted
            ? new LinkView(T("Accepted"), T("“{1}” is now with {0}.", handoff.ToTeam, handoff.Title))
            {
                HandoffId = handoff.Id,
            }
            : new LinkView(
                T("Returned"),
                T("{0} gets a notice of what is wrong with “{1}”.", handoff.FromTeam, handoff.Title)
            )
            {
                HandoffId = handoff.Id,
            };
}
