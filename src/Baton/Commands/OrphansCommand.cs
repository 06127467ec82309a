using System.CommandLine;
using System.Globalization;
using Baton.Client;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>Handoffs in progress that need an owner.</summary>
internal static class OrphansCommand
{
    private static readonly string[] Columns =
    [
        "id",
        "reason",
        "status",
        "team",
        "from",
        "to",
        "due",
        "since",
        "title",
        "what to do",
    ];

    internal static IEnumerable<Command> Commands()
    {
        yield return Create("needs-owner");

        // Scripts may still use the command's first name, so it works, but help does not list it.
        var former = Create("orphans");
        former.Hidden = true;
        yield return former;
    }

    private static Command Create(string name)
    {
        var team = new Option<string?>("--team") { Description = "Only handoffs from or to this team." };
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        var command = new Command(
            name,
            "List handoffs that need an owner, and what to do about each. Columns when piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton needs-owner --team onboarding"
        )
        {
            team,
            limit,
            cursor,
        }.WithServer();
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var page = await Pages.JoinAsync(
                            parsed.GetValue(limit),
                            parsed.GetValue(cursor),
                            (most, from) => session.Api.ListOrphansAsync(parsed.GetValue(team), most, from, token)
                        );
                        return Pages.Say(session, page, Columns, Row);
                    },
                    token
                )
        );
        return command;
    }

    private static IReadOnlyList<Cell> Row(OrphanRecord orphan) =>
        [
            orphan.HandoffId.ToString(CultureInfo.InvariantCulture),
            new Cell(orphan.Reason, "red"),
            HandoffText.Wire(orphan.Status),
            orphan.Team,
            orphan.FromTeam,
            orphan.ToTeam,
            Times.Of(orphan.DueAt),
            Times.Of(orphan.Since),
            orphan.Title,
            orphan.WhatToDo,
        ];
}
