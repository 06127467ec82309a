using Baton.Client;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Commands.Edit;

/// <summary>What an edit says of waivers: they are kept as they are while the sending team holds it.</summary>
internal static class EditedWaivers
{
    /// <summary>The waivers once it is edited. One with the reason of before stays its author's.</summary>
    internal static IReadOnlyList<Waiver> Of(Handoff handoff, EditRequest request, Caller caller)
    {
        if (request.Waivers is not { } asked)
            return handoff.Waivers;
        var kept = handoff.Waivers.Where(waiver => asked.Any(now => IsSame(waiver, now))).ToList();
        var changed = asked.Where(now => !kept.Any(waiver => IsSame(waiver, now))).ToList();
        return [.. kept, .. CreateHandoff.WaiversOf(changed, caller.Person)];
    }

    internal static Refusal? Refuse(Handoff handoff, EditRequest request, RequestContext context)
    {
        var waivers = Of(handoff, request, context.Caller);
        if (waivers.SequenceEqual(handoff.Waivers))
            return null;
        if (handoff.IsBeforeReceiver)
            return Refusal.Invalid(
                "waivers",
                "rule",
                T("Waivers can be changed only before it is handed over, or after it is returned.")
            );
        if (!context.Caller.Leads(handoff.FromTeam))
            return CreateHandoff.OnlyLeadsWaive(handoff.FromTeam);
        return Texts.Refusal(Gate.WaiverFaults(context.TemplateOf(handoff), waivers));
    }

    private static bool IsSame(Waiver waiver, WaiverRequest asked) =>
        waiver.Field == asked.Field && waiver.Reason == asked.Reason;
}
