using System.CommandLine;
using System.Globalization;
using Baton.Client;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>Sends again what failed.</summary>
internal static class ReplayCommand
{
    private static readonly DeliveryState[] ReplayableStates =
    [
        DeliveryState.Delivered,
        DeliveryState.Failed,
        DeliveryState.Dead,
        DeliveryState.Cancelled,
    ];

    internal static Command Create()
    {
        var ids = new Argument<long[]>("ID")
        {
            Description = "The numbers of the deliveries. Without numbers, the options select them.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var state = new Option<string?>("--state")
        {
            Description = "Only deliveries in this state. Default: failed and dead.",
        };
        var handoff = new Option<long?>("--handoff") { Description = "Only deliveries about this handoff." };
        var team = new Option<string?>("--team") { Description = "Only deliveries to this team." };
        var channel = new Option<string?>("--channel")
        {
            Description = "Only deliveries through channels of this type, such as email.",
        };
        state.AcceptOnlyFromAmong([.. ReplayableStates.Select(HandoffText.Wire)]);
        var command = new Command(
            "replay",
            "Send notices again with the same ids: those you list, or all that match the "
                + "options.\n\nExamples: baton deliveries replay 7 8\n  baton deliveries replay --state dead "
                + "--team sales"
        )
        {
            ids,
            state,
            handoff,
            team,
            channel,
        };
        command.Validators.Add(given =>
        {
            var named = given.GetValue(ids) is { Length: > 0 };
            if (
                named
                == (
                    given.GetResult(state)
                    ?? given.GetResult(handoff)
                    ?? given.GetResult(team)
                    ?? given.GetResult(channel)
                )
                    is not null
            )
                given.AddError(
                    "Give either delivery numbers or options that select deliveries, such as --state dead, "
                        + "not both."
                );
        });
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        foreach (var id in parsed.GetValue(ids) ?? [])
                            DeliveriesCommand.Say(session, await session.Api.ReplayAsync(id, token));
                        if (parsed.GetValue(ids) is { Length: > 0 })
                            return CommandLine.Done;
                        DeliveryState? wanted = parsed.GetValue(state) is { } named
                            ? ReplayableStates.Single(replayableState => HandoffText.Wire(replayableState) == named)
                            : null;
                        var request = new ReplayManyRequest
                        {
                            State = wanted,
                            HandoffId = parsed.GetValue(handoff),
                            Team = parsed.GetValue(team),
                            Channel = parsed.GetValue(channel),
                        };
                        var replayed = await session.Api.ReplayAsync(request, token);
                        if (session.Json)
                            session.Output.Json(replayed);
                        else
                            session.Output.Line($"Sending again: {replayed.Replayed}.");
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }
}
