using Baton.Client;
using Baton.Features.Handoffs;

namespace Baton.Features.Links;

/// <summary>What the page of a link shows.</summary>
internal sealed record LinkView(string Heading, string Text)
{
    internal const string Accept = "accept";
    internal const string Return = "return";

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
            return new LinkView(refusal.Title, refusal.Detail);
        var (handoff, template) = (linked.Handoff, linked.Act.TemplateOf(linked.Handoff));
        var about = $"“{handoff.Title}” from {handoff.FromTeam} to {handoff.ToTeam}, for {linked.Act.Caller.Name}.";
        return new LinkView(giveBack ? "Return the handoff" : "Accept the handoff", about)
        {
            Do = giveBack ? Return : Accept,
            HandoffId = handoff.Id,
            AsksReadBack = template.ReadBack,
            Fields = template.Fields,
        };
    }

    internal static LinkView Done(Handoff handoff) => handoff.Status == HandoffStatus.Accepted
        ? new LinkView("Accepted", $"{handoff.ToTeam} is now responsible for “{handoff.Title}”.") { HandoffId = handoff.Id }
        : new LinkView("Returned", $"{handoff.FromTeam} is told what is wrong with “{handoff.Title}”.") { HandoffId = handoff.Id };
}
