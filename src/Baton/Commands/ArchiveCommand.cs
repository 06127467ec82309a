using System.CommandLine;
using Baton.Features.Archive;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Commands;

/// <summary>Moves old months of the history to the archive, and back.</summary>
internal static class ArchiveCommand
{
    internal static Command Create()
    {
        var before = Month("--before", "Archive every month before this one in which everything is over.");
        var back = Month("--back", "Bring this month back, for example to change a handoff of it.");
        var command = new Command(
            "archive",
            "Move old months of the history to the archive, where they can still be read, or back. Each month is a "
                + "transaction; months in which something is not over stay, and are named. Partition the history "
                + "first: baton partitions on.\n\nExample: baton archive --before 2025-06"
        )
        {
            before,
            back,
        }.WithStore();
        command.Validators.Add(result =>
        {
            if (result.GetValue(before) is null == result.GetValue(back) is null)
                result.AddError("Give either --before or --back with a month, for example --before 2025-06.");
        });
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    session =>
                        parsed.GetValue(back) is { } month
                            ? BringBackAsync(session, month, token)
                            : ArchiveAsync(session, parsed.GetValue(before)!, token)
                )
        );
        return command;
    }

    private static Option<string?> Month(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description} Write a month as 2025-06." };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && !HistoryMonth.IsMonth(token.Value))
                result.AddError($"{name}: '{token.Value}' is not a month. Write it as 2025-06.");
        });
        return option;
    }

    private static async Task<int> ArchiveAsync(
        Store.Session session,
        string before,
        CancellationToken cancellationToken
    )
    {
        var months = (await session.CatalogAsync()).History;
        if (WhyNone(session, months) is { } why)
            return await session.Output.FailAsync(CommandLine.Refused, why);
        var old = months
            .All.Where(month => string.CompareOrdinal(month.Month, before) < 0 && month.ArchivedAt is null)
            .ToList();
        if (old.Count == 0)
            session.Output.Line($"There is no month before {before} that is not in the archive.");
        foreach (var month in old)
        {
            var outcome = await ArchiveMonth.RunAsync(
                session.Services.GetRequiredService<IDbContextFactory<BatonDb>>(),
                session.Writer,
                month.Month,
                session.Now,
                cancellationToken
            );
            session.Output.Line(
                outcome.Refused(out var refusal, out _)
                    ? $"{month.Month} stays: {refusal.Detail}"
                    : $"{month.Month} is in the archive: {ArchiveMonth.SayRange(months, month)}."
            );
        }

        return CommandLine.Done;
    }

    private static async Task<int> BringBackAsync(
        Store.Session session,
        string month,
        CancellationToken cancellationToken
    )
    {
        var months = (await session.CatalogAsync()).History;
        if (WhyNone(session, months) is { } why)
            return await session.Output.FailAsync(CommandLine.Refused, why);
        var outcome = await session.Writer.WriteAsync(
            (db, token) => BringMonthBack.RunAsync(db, month, token),
            cancellationToken
        );
        if (outcome.Refused(out var refusal, out var back))
            return await session.Output.FailAsync(refusal);
        session.Output.Line($"{month} is back: {ArchiveMonth.SayRange(months, back)}.");
        return CommandLine.Done;
    }

    private static string? WhyNone(Store.Session session, HistoryMonths months) =>
        !session.Services.GetRequiredService<StorageOptions>().HasPartitions ? PartitionHistory.OnlyPostgres
        : months.IsPartitioned ? null
        : "The history is not partitioned by month yet. Run baton partitions on first.";
}
