using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>What is there to read.</summary>
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

    internal static IEnumerable<Command> Commands() => [List(), Show(), Context(), Events()];

    private static Command List()
    {
        var team = new Option<string?>("--team") { Description = "From or to this team." };
        var box = new Option<string?>("--box") { Description = "inbox or outbox of --team." };
        var status = new Option<string?>("--status") { Description = "In this state." };
        var template = new Option<string?>("--template") { Description = "Of this template." };
        var search = new Option<string?>("--search") { Description = "Words of the title or the context." };
        var overdue = new Option<bool>("--overdue") { Description = "Only those whose clock has passed its time." };
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        box.AcceptOnlyFromAmong("inbox", "outbox");
        status.AcceptOnlyFromAmong([.. Enum.GetValues<HandoffStatus>().Select(HandoffText.Wire)]);
        var command = new Command(
            "list",
            $"Handoffs, newest first. Piped: {string.Join(", ", Columns)}.\n\nExample: baton handoff "
                + "list --team onboarding --box inbox --status initiated"
        )
        {
            team,
            box,
            status,
            template,
            search,
            overdue,
            limit,
            cursor,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var query = new HandoffQuery
                        {
                            Team = parsed.GetValue(team),
                            Box = parsed.GetValue(box),
                            Status = parsed.GetValue(status),
                            Template = parsed.GetValue(template),
                            Search = parsed.GetValue(search),
                            Overdue = parsed.GetValue(overdue),
                        };
                        var page = await Pages.JoinAsync(
                            parsed.GetValue(limit),
                            parsed.GetValue(cursor),
                            (most, from) => session.Api.ListAsync(query with { Limit = most, Cursor = from }, token)
                        );
                        return Pages.Say(session, page, Columns, Row);
                    },
                    token
                )
        );
        return command;
    }

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
        var id = HandoffCommand.Id();
        var command = new Command(
            "show",
            "The whole handoff. The first look by the receiving team is kept.\n\nExample: baton handoff show 12"
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
                            HandoffView.Show(session.Output, handoff);
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static Command Context()
    {
        var id = HandoffCommand.Id();
        var command = new Command(
            "context",
            "Its context, its checklist, who handed it over and when.\n\nExample: baton handoff context 12"
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
                            HandoffView.Show(session.Output, context);
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static Command Events()
    {
        var id = HandoffCommand.Id();
        string[] columns = ["seq", "at", "kind", "actor", "team", "role", "data"];
        var command = new Command(
            "events",
            $"Its timeline, oldest first. Piped: {string.Join(", ", columns)}.\n\nExample: baton handoff events 12"
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
                                events.Items.Select(item =>
                                    (IReadOnlyList<Cell>)
                                        [
                                            $"{item.Seq}",
                                            Times.Of(item.At),
                                            item.Kind,
                                            item.Actor,
                                            item.Team,
                                            item.Role,
                                            item.Data.GetRawText(),
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
