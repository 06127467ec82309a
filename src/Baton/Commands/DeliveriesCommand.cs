using System.CommandLine;
using System.Globalization;
using Baton.Client;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>The delivery log: which notice went to whom, and with what result.</summary>
internal static class DeliveriesCommand
{
    private static readonly string[] Columns =
    [
        "id",
        "state",
        "handoff",
        "kind",
        "team",
        "channel",
        "attempts",
        "created",
        "next",
        "address",
        "reason",
    ];

    private static readonly string[] AttemptColumns = ["number", "at", "outcome", "status", "ms", "reason"];

    internal static Command Create() =>
        new Command(
            "deliveries",
            "Read the delivery log, and send notices again.\n\nExample: baton deliveries list --state dead"
        )
        {
            List(),
            Show(),
            ReplayCommand.Create(),
        }.WithServer();

    private static Command List()
    {
        var handoff = new Option<long?>("--handoff") { Description = "Only deliveries about this handoff." };
        var state = new Option<string?>("--state") { Description = "Only deliveries in this state." };
        var team = new Option<string?>("--team") { Description = "Only deliveries to this team." };
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        state.AcceptOnlyFromAmong([.. Enum.GetValues<DeliveryState>().Select(HandoffText.Wire)]);
        var command = new Command(
            "list",
            "List deliveries, newest first. Columns when piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton deliveries list --handoff 12"
        )
        {
            handoff,
            state,
            team,
            limit,
            cursor,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        DeliveryState? wanted = parsed.GetValue(state) is { } named
                            ? Enum.GetValues<DeliveryState>().Single(known => HandoffText.Wire(known) == named)
                            : null;
                        var query = new DeliveryQuery
                        {
                            HandoffId = parsed.GetValue(handoff),
                            State = wanted,
                            Team = parsed.GetValue(team),
                        };
                        var page = await Pages.JoinAsync(
                            parsed.GetValue(limit),
                            parsed.GetValue(cursor),
                            (most, from) =>
                                session.Api.ListDeliveriesAsync(query with { Limit = most, Cursor = from }, token)
                        );
                        return Pages.Say(session, page, Columns, Row);
                    },
                    token
                )
        );
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<long>("ID") { Description = "The number of the delivery." };
        var command = new Command(
            "show",
            "Show a delivery and its attempts. Columns of attempts when piped: "
                + $"{string.Join(", ", AttemptColumns)}.\n\nExample: baton deliveries show 7"
        )
        {
            id,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var delivery = await session.Api.GetDeliveryAsync(parsed.GetRequiredValue(id), token);
                        if (session.Json)
                        {
                            session.Output.Json(delivery);
                            return CommandLine.Done;
                        }

                        session.Output.Facts([
                            .. Columns.Zip(Row(delivery)),
                            ("event", $"{delivery.EventSeq}"),
                            ("message", delivery.MessageId),
                            ("person", delivery.Person),
                            ("delivered", Times.Of(delivery.DeliveredAt)),
                        ]);
                        session.Output.Section("attempt", AttemptColumns, delivery.Log.Select(Row));
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    internal static void Say(Server.Session session, DeliveryRecord delivery)
    {
        if (session.Json)
            session.Output.Json(delivery);
        else
            session.Output.Line(
                $"Delivery {delivery.DeliveryId} is {HandoffText.Wire(delivery.State)}: "
                    + $"{delivery.Kind}{(delivery.HandoffId == 0 ? "" : $" of handoff {delivery.HandoffId}")} "
                    + $"to {delivery.Address}."
            );
    }

    private static IReadOnlyList<Cell> Row(AttemptRecord attempt) =>
        [
            $"{attempt.Number}",
            Times.Of(attempt.At),
            attempt.Outcome,
            attempt.StatusCode is { } status ? $"{status}" : null,
            $"{attempt.DurationMs}",
            attempt.Reason,
        ];

    private static IReadOnlyList<Cell> Row(DeliveryRecord delivery) =>
        [
            delivery.DeliveryId.ToString(CultureInfo.InvariantCulture),
            new Cell(
                HandoffText.Wire(delivery.State),
                delivery.State switch
                {
                    DeliveryState.Delivered => "green",
                    DeliveryState.Failed => "yellow",
                    DeliveryState.Dead => "red",
                    _ => "",
                }
            ),
            delivery.HandoffId == 0 ? "-" : $"{delivery.HandoffId}",
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
