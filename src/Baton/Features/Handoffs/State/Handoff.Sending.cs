using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    /// <summary>Begins one, as a draft.</summary>
    internal static Handoff Create(Created created, Caller caller, DateTime at)
    {
        var handoff = new Handoff();
        handoff.Record(created, at, caller, created.FromTeam);
        return handoff;
    }

    /// <summary>Begins one and hands it over at once.</summary>
    internal static Outcome<Handoff> Initiate(
        Created created,
        GateResult gate,
        DateTime? acceptBy,
        Caller caller,
        DateTime at
    )
    {
        if (!gate.Complete)
            return Incomplete(gate);
        var handoff = new Handoff();
        handoff.Record(new Initiated(created, gate.Waivers, acceptBy), at, caller, created.FromTeam);
        return handoff;
    }

    /// <summary>
    /// Merges values into the context; null takes a field away. Nothing happens when nothing changes.
    /// </summary>
    internal Outcome<HandoffEvent?> Edit(JsonElement values, Template template, Caller caller, DateTime at)
    {
        if (Refuse(Command.Edit, caller) is { } refusal)
            return refusal;
        var merged = ContextValues.Merge(Context, values);
        if (JsonElement.DeepEquals(merged, Context))
            return new Outcome<HandoffEvent?>();
        return Record(new Edited(values, HandoffTitle.Of(template, merged)), at, caller, FromTeam);
    }

    /// <summary>Hands over a draft, or hands over again what was returned.</summary>
    internal Outcome<HandoffEvent> Initiate(
        GateResult gate,
        IReadOnlyDictionary<string, string> replies,
        DateTime? acceptBy,
        Caller caller,
        DateTime at
    )
    {
        if (Refuse(Command.Initiate, caller) is { } refusal)
            return refusal;
        if (!gate.Complete)
            return Incomplete(gate);
        if (Status == HandoffStatus.Draft)
            return Record(new Initiated(null, gate.Waivers, acceptBy), at, caller, FromTeam);
        return Unanswered(replies) is { Count: > 0 } errors
            ? new Refusal(
                422,
                "unanswered-findings",
                "Findings are not answered",
                string.Join(" ", errors.Select(error => error.Message))
            )
            {
                Errors = errors,
            }
            : Record(new Resubmitted(replies, gate.Waivers, acceptBy), at, caller, FromTeam);
    }

    internal Outcome<HandoffEvent> Withdraw(string reason, Caller caller, DateTime at) =>
        Refuse(Command.Withdraw, caller) is { } refusal ? refusal : Record(new Withdrawn(reason), at, caller, FromTeam);

    internal static Refusal Incomplete(GateResult gate) =>
        new(422, "incomplete-context", "The context is incomplete", gate.Detail) { Errors = gate.Errors };

    private List<FieldError> Unanswered(IReadOnlyDictionary<string, string> replies)
    {
        var open = Findings
            .Where(finding => !finding.Changed && Blank.Is(replies.GetValueOrDefault(finding.Field)))
            .Select(finding => finding.Field)
            .Distinct()
            .Select(field => new FieldError(
                field,
                "unanswered",
                $"The finding on {field} is not answered: change the value, or reply."
            ));
        var strange = replies
            .Keys.Where(field => Findings.All(finding => finding.Field != field))
            .Select(field => new FieldError(
                $"replies.{field}",
                "unknown",
                $"There is no finding on {field} to reply to."
            ));
        return [.. open, .. strange];
    }
}
