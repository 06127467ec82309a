using System.CommandLine;
using System.Globalization;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Live handoffs that nobody is on the hook for.</summary>
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

    internal static Command Create()
    {
        var team = new Option<string?>("--team") { Description = "From or to this team only." };
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        var command = new Command(
            "orphans",
            "Live handoffs that nobody is on the hook for, with what to do. Piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton orphans --team onboarding"
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
