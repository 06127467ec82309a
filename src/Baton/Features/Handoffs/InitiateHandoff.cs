using Baton.Client;
using Baton.Features.Templates;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Hands over a draft, or hands over again what was returned, through the gate.</summary>
internal static class InitiateHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(BatonDb db, Act act, long id, InitiateRequest request, CancellationToken cancellationToken)
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Initiate, act.Caller) is { } refused)
            return refused;
        if (CreateHandoff.RefuseWaivers(request.Waivers, handoff.FromTeam, act.Caller) is { } notYours)
            return notYours;
        if (!act.Catalog.Teams.TryGetValue(handoff.ToTeam, out var receiver) || receiver.Team.ClosedAt is not null)
            return Refusal.Invalid("template", "closed_team", $"The receiving team {handoff.ToTeam} was closed. Have a lead reroute it, or withdraw it.");
        if (Texts.Refusal([.. (request.Replies ?? new Dictionary<string, string>()).Select(reply => Texts.Optional($"replies.{reply.Key}", reply.Value))]) is { } tooLong)
            return tooLong;

        var template = act.TemplateOf(handoff);
        var gate = Gate.Check(template, handoff.Context, Together(handoff.Waivers, CreateHandoff.WaiversOf(request.Waivers, act.Caller.Person)));
        var outcome = handoff.Initiate(gate, request.Replies ?? new Dictionary<string, string>(), receiver.After(act.Now, template.AcceptWithin), act.Caller, act.Now);
        if (outcome.Refusal is { } incomplete)
            await CreateHandoff.KeepAttemptAsync(db, act, template, id, incomplete, cancellationToken);
        return await db.KeepAsync(act, handoff, outcome, cancellationToken);
    }

    /// <summary>A waiver given before still holds; one given again replaces it.</summary>
    private static List<Waiver> Together(IReadOnlyList<Waiver> before, IReadOnlyList<Waiver> now) =>
        [.. before.Where(old => now.All(waiver => waiver.Field != old.Field)), .. now];
}
