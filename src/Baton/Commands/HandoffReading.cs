using System.CommandLine;
using Baton.Client;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>The commands that read handoffs.</summary>
internal static class HandoffReading
{
    private static readonly string[] Columns =
    [
        "id",
        "status",
        "template",
        "from",
        "to",
        "priority",
        "due",
        "overdue",
        "title",
    ];

    internal static IEnumerable<Command> Commands() =>
        [
            HandoffListCommand.Make(Columns, Row),
            Show(),
            Context(),
            Events(),
            ChainCommand.Make(),
            AnswersCommand.Make(),
            ReceiptCommand.Make(),
        ];

    private static IReadOnlyList<Cell> Row(HandoffRecord handoff) =>
        [
            $"{handoff.HandoffId}",
            HandoffText.Coloured(handoff),
            handoff.Template,
            handoff.FromTeam,
            handoff.ToTeam,
            new Cell(handoff.Priority, handoff.Priority is "high" or "urgent" ? "yellow" : ""),
            Times.Of(HandoffText.Due(handoff)),
            new Cell(handoff.Overdue ? "overdue" : "", "red"),
            handoff.Title,
        ];

    private static Command Show()
    {
        var id = HandoffVerbs.Id();
        var command = new Command(
            "show",
            "Show a handoff. Baton records when somebody in the receiving team first opens "
                + "it.\n\nExample: baton handoff show 12"
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
                        var handoff = await session.Api.GetAsync(parsed.GetRequiredValue(id), token);
                        if (session.Json)
                            session.Output.Json(handoff);
                        else
                            HandoffPrintout.Show(session.Output, handoff);
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static Command Context()
    {
        var id = HandoffVerbs.Id();
        var command = new Command(
            "context",
            "Show the context and checklist of a handoff, and who handed it over and when.\n\nExample: "
                + "baton handoff context 12"
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
                        var context = await session.Api.GetContextAsync(parsed.GetRequiredValue(id), token);
                        if (session.Json)
                            session.Output.Json(context);
                        else
                            HandoffPrintout.Show(session.Output, context);
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static Command Events()
    {
        var id = HandoffVerbs.Id();
        string[] columns = ["seq", "at", "kind", "actor", "team", "role", "data"];
        var command = new Command(
            "events",
            "Show the timeline of a handoff, oldest first. Columns when piped: "
                + $"{string.Join(", ", columns)}.\n\nExample: baton handoff events 12"
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
                        var events = await session.Api.GetEventsAsync(parsed.GetRequiredValue(id), token);
                        if (session.Json)
                            session.Output.Json(events);
                        else
                            session.Output.Table(
                                columns,
                                events.Items.Select(change =>
                                    (IReadOnlyList<Cell>)
                                        [
                                            $"{change.Seq}",
                                            Times.Of(change.At),
                                            change.Kind,
                                            change.Actor,
                                            change.Team,
                                            change.Role,
                                            change.Data.GetRawText(),
                                        ]
                                )
                            );
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }
}
