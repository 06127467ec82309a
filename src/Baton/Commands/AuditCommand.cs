using System.CommandLine;
using System.Globalization;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Commands;

/// <summary>The audit log, read from the data directory, so that it works without a running server.</summary>
internal static class AuditCommand
{
    private static readonly string[] Columns = ["id", "at", "who", "door", "act", "subject", "before", "after"];

    internal static Command Create()
    {
        var who = new Option<string?>("--who") { Description = "Only changes made by this person, for example sam." };
        var act = new Option<string?>("--act")
        {
            Description = "Only this act, for example member.joined, or a group of acts, for example member.",
        };
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        act.AcceptOnlyFromAmong([.. AuditActs.Groups, .. AuditActs.All]);
        cursor.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && Cursor.Parse(token.Value) is null)
                result.AddError("--cursor: use the value that the last page of this list printed.");
        });
        var command = new Command(
            "audit",
            "List who changed people, teams, channels and templates, newest first. Columns when piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton audit --act token --limit 100"
        )
        {
            who,
            act,
            limit,
            cursor,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.ReadAsync(
                    parsed,
                    async session =>
                    {
                        var caller = await session.ContextAsync();
                        await using var db = await session
                            .Services.GetRequiredService<IDbContextFactory<BatonDb>>()
                            .CreateDbContextAsync(token);
                        var page = await Pages.JoinAsync(
                            parsed.GetValue(limit),
                            parsed.GetValue(cursor),
                            async (most, from) =>
                                (
                                    await ListAudit.RunAsync(
                                        db,
                                        caller,
                                        new AuditFilter
                                        {
                                            Who = parsed.GetValue(who),
                                            Act = parsed.GetValue(act),
                                            Limit = most,
                                            Before = from is null ? null : Cursor.Parse(from),
                                        },
                                        token
                                    )
                                ).Value!
                        );
                        return Pages.Say(session.Output, session.Json, page, Columns, Row);
                    }
                )
        );
        return command;
    }

    private static IReadOnlyList<Cell> Row(AuditRecord entry) =>
        [
            entry.Id.ToString(CultureInfo.InvariantCulture),
            Times.Of(entry.At),
            entry.Who,
            entry.Door,
            entry.Act,
            entry.Subject,
            entry.Before,
            entry.After,
        ];
}
