using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Items;

namespace Baton.Commands.Demo;

/// <summary>Development is on call at every hour: one shift hands the open incidents over to the next.</summary>
internal static class OnCall
{
    private const string Template = """
        on_call:
          name: On call
          kind: shift
          from_team: development
          receiving_team: development
          item:
            name: Incident
            title: "{summary}"
            fields:
              - { key: summary, type: text, required: true, label: Summary }
              - { key: state, type: long_text, required: true, label: State now }
              - { key: to_do, type: list, label: To do }
              - { key: if_then, type: text, label: If this happens }
          at: ["06:00", "14:00", "22:00"]
        """;

    internal static async Task PlayAsync(Stage stage)
    {
        await stage.PublishAsync(Template);
        var first = await stage.BeginAsync(
            9,
            "deva",
            Shift(
                """
                {"key": "bookings", "severity": "watcher",
                "summary": "Bookings answer slowly",
                "state": "Second database added at 05:10; answers in 400 ms",
                "to_do": ["Look at the queue every hour"],
                "if_then": "Above 2 s: switch to read-only"}
                """,
                """
                {"key": "mail", "severity": "stable",
                "summary": "Mail of one client bounces",
                "state": "Their server is back"}
                """
            )
        );
        await stage.DoAsync(
            8.9,
            "dion",
            AcceptHandoff.Command,
            first,
            new AcceptRequest(
                ItemReadBacks: new Dictionary<string, string> { ["bookings"] = "Hourly look; read-only above 2 s." }
            )
        );
        await stage.DoAsync(
            5,
            "dion",
            MarkItem.Command,
            new(first, "mail"),
            new MarkItemRequest(ItemMark.Closed, "No bounce for three hours")
        );
        await stage.BeginAsync(
            0.4,
            "dion",
            Shift(
                """
                {"key": "payments", "severity": "unstable",
                "summary": "Card payments fail for one bank",
                "state": "1 in 20 fails since 13:20; the bank knows",
                "to_do": ["Call the bank at every full hour", "Tell support when it is over"],
                "if_then": "1 in 5 fails: switch the provider"}
                """,
                """
                {"key": "disk", "severity": "stable",
                "summary": "Disk of the build server is 80 % full",
                "state": "Old builds are being deleted"}
                """
            )
        );
    }

    private static CreateHandoffRequest Shift(params string[] items) =>
        new("on_call", Stage.Json($$"""{"items": [{{string.Join(", ", items)}}]}"""));
}
