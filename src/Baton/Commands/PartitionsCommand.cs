using System.CommandLine;
using System.Globalization;
using Baton.Features.Archive;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Commands;

/// <summary>The history by month: which months there are, and how it comes to be so.</summary>
internal static class PartitionsCommand
{
    private static readonly string[] Columns = ["month", "place", "first handoff", "last handoff", "rows", "bytes"];

    internal static Command Create()
    {
        var command = new Command(
            "partitions",
            "List the months of the history on PostgreSQL, with the handoffs that began in them, and the rows (as "
                + "PostgreSQL estimates them) and bytes of events, notices and deliveries. Columns when piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton partitions"
        )
        {
            Output.AsJson,
            TurnOn(),
        }.WithStore();
        command.SetAction((parsed, token) => Store.ReadAsync(parsed, session => ListAsync(session, token)));
        return command;
    }

    private static Command TurnOn()
    {
        var command = new Command(
            "on",
            "Partition the history by month, so that old months can be archived. All rows are copied in one "
                + "transaction, and servers wait meanwhile: stop them if there is much. It needs as much free disk as "
                + "the tables have, and a database user who can create a schema.\n\nExample: baton partitions on"
        );
        command.SetAction((parsed, token) => Store.RunAsync(parsed, session => TurnOnAsync(session, token)));
        return command;
    }

    private static async Task<int> TurnOnAsync(Store.Session session, CancellationToken cancellationToken)
    {
        var outcome = await session.Writer.WriteAsync(
            (db, token) => PartitionHistory.RunAsync(db, session.Now, token),
            cancellationToken
        );
        if (outcome.Refused(out var refusal, out var months))
            return await session.Output.FailAsync(refusal);
        session.Output.Line(
            $"The history is partitioned by month, from {months.All[0].Month} to {months.All[^1].Month}. Servers begin "
                + "a new month by themselves."
        );
        return CommandLine.Done;
    }

    private static async Task<int> ListAsync(Store.Session session, CancellationToken cancellationToken)
    {
        await using var db = await session
            .Services.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(cancellationToken);
        var months = await HistoryMonths.ReadAsync(db, cancellationToken);
        if (!months.IsPartitioned)
        {
            session.Output.Note(
                db.HasPartitions
                    ? "The history is not partitioned. Partition it by month with: baton partitions on"
                    : PartitionHistory.OnlyPostgres
            );
            return CommandLine.Done;
        }

        var sizes = await MonthSize.ReadAsync(db, cancellationToken);
        var lines = months.All.Select(month => MonthLine.Of(months, month, sizes.GetValueOrDefault(month.Month)));
        if (session.Json)
            session.Output.Json(lines);
        else
            session.Output.Table(Columns, lines.Select(Row));
        return CommandLine.Done;
    }

    private static IReadOnlyList<Cell> Row(MonthLine line) =>
        [
            line.Month,
            line.Place,
            Number(line.FirstHandoff),
            Number(line.LastHandoff),
            Number(line.Rows),
            Number(line.Bytes),
        ];

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <param name="FirstHandoff">Null where none began in it, and in the last month, which goes on.</param>
    private sealed record MonthLine(
        string Month,
        string Place,
        long? FirstHandoff,
        long? LastHandoff,
        long Rows,
        long Bytes
    )
    {
        internal static MonthLine Of(HistoryMonths months, HistoryMonth month, MonthSize? size)
        {
            var end = months.After(month)?.FirstHandoff;
            var isEmpty = end == month.FirstHandoff;
            return new(
                month.Month,
                month.ArchivedAt is null ? "attached" : HistoryTable.Archive,
                isEmpty ? null : Math.Max(1, month.FirstHandoff),
                isEmpty ? null : end - 1,
                size?.Rows ?? 0,
                size?.Bytes ?? 0
            );
        }
    }
}
