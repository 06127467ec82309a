using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;

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

    /// <summary>What is accepted or returned; nothing where the mail showed none of it either.</summary>
    internal IReadOnlyList<ContextLine> Lines { get; init; } = [];

    /// <summary>Who hears the read-back.</summary>
    internal string From { get; init; } = "";

    internal IReadOnlyList<string> Faults { get; init; } = [];

    internal IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    internal static LinkView Of(Outcome<LinkedHandoff> found, bool giveBack)
    {
        if (found.Refused(out var refusal, out var linked))
            return new LinkView(refusal.Title, refusal.Detail) { IsRefused = true, HandoffId = refusal.HandoffId };
        var handoff = linked.Handoff;
        var template = linked.RequestContext.TemplateOf(linked.Handoff);
        var catalog = linked.RequestContext.Catalog;
        var from = catalog.NameOfTeam(handoff.FromTeam);
        var about = T(
            "“{0}” from {1} to {2}, for {3}.",
            handoff.Title,
            from,
            catalog.NameOfTeam(handoff.ToTeam),
            linked.RequestContext.Caller.Name
        );
        return new LinkView(giveBack ? T("Return the handoff") : T("Accept the handoff"), about)
        {
            Do = giveBack ? Return : Accept,
            HandoffId = handoff.Id,
            AsksReadBack = template.ReadBack,
            Fields = template.Fields,
            From = from,
            Lines = Glances.MayRead(linked.Link.PersonKey, handoff, catalog)
                ? ContextLine.Of(
                    template,
                    handoff.Context,
                    null,
                    handoff.Waivers,
                    handoff.Findings,
                    handoff.Corrections
                )
                : [],
        };
    }

    internal static LinkView Done(Handoff handoff, Catalog catalog)
    {
        var (from, to) = (catalog.NameOfTeam(handoff.FromTeam), catalog.NameOfTeam(handoff.ToTeam));
        return handoff.Status == HandoffStatus.Accepted
            ? new LinkView(T("Accepted"), T("“{1}” is now with {0}.", to, handoff.Title)) { HandoffId = handoff.Id }
            : new LinkView(T("Returned"), T("{0} gets a notice of what is wrong with “{1}”.", from, handoff.Title))
            {
                HandoffId = handoff.Id,
            };
    }
}
