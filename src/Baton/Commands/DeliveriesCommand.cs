using System.CommandLine;
using System.Globalization;
using Baton.Client;

namespace Baton.Commands;

/// <summary>The delivery log: who was told of what, and what came of it.</summary>
internal static class DeliveriesCommand
{
    private static readonly string[] Columns = ["id", "state", "handoff", "kind", "team", "channel", "attempts", "created", "next", "address", "reason"];

    internal static Command Create() => new Command("deliveries", "The delivery log: who was told of what, and what came of it.\n\nExample: baton deliveries list --state dead") { List(), Replay() }.WithServer();

    private static Command List()
    {
        var (handoff, state) = (new Option<long?>("--handoff") { Description = "Of this handoff only." }, new Option<string?>("--state") { Description = "In this state only." });
        var (limit, cursor) = (Pages.Limit(), Pages.Cursor());
        state.AcceptOnlyFromAmong([.. Enum.GetValues<DeliveryState>().Select(HandoffText.Wire)]);
        var command = new Command("list", $"Deliveries, newest first. Piped: {string.Join(", ", Columns)}.\n\nExample: baton deliveries list --handoff 12") { handoff, state, limit, cursor };
        command.SetAction((parsed, token) => Server.RunAsync(
            parsed,
            async session =>
            {
                DeliveryState? wanted = parsed.GetValue(state) is { } named ? Enum.GetValues<DeliveryState>().Single(one => HandoffText.Wire(one) == named) : null;
                var query = new DeliveryQuery { HandoffId = parsed.GetValue(handoff), State = wanted };
                var page = await Pages.JoinAsync(
                    parsed.GetValue(limit), parsed.GetValue(cursor), (most, from) => session.Api.ListDeliveriesAsync(query with { Limit = most, Cursor = from }, token));
                return Pages.Say(session, page, Columns, Row);
            },
            token));
        return command;
    }

    private static Command Replay()
    {
        var id = new Argument<long>("ID") { Description = "The delivery's number." };
        var command = new Command("replay", "Send a notice again, with the same id.\n\nExample: baton deliveries replay 7") { id };
        command.SetAction((parsed, token) => Server.RunAsync(
            parsed,
            async session =>
            {
                var delivery = await session.Api.ReplayAsync(parsed.GetRequiredValue(id), token);
                if (session.Json)
                    session.Output.Json(delivery);
                else
                    session.Output.Line($"Delivery {delivery.DeliveryId} is {HandoffText.Wire(delivery.State)}: {delivery.Kind} of handoff {delivery.HandoffId} to {delivery.Address}.");
                return CommandLine.Done;
            },
            token));
        return command;
    }

    private static IReadOnlyList<Cell> Row(DeliveryRecord delivery) =>
    [
        delivery.DeliveryId.ToString(CultureInfo.InvariantCulture),
        new Cell(HandoffText.Wire(delivery.State), delivery.State switch { DeliveryState.Delivered => "green", DeliveryState.Failed => "yellow", DeliveryState.Dead => "red", _ => "" }),
        $"{delivery.HandoffId}",
        delivery.Kind,
        delivery.Team,
        delivery.Channel,
        $"{delivery.Attempts}",
        Times.Of(delivery.CreatedAt),
        Times.Of(delivery.NextAttemptAt),
        delivery.Address,
        delivery.Reason,
    ];
}
