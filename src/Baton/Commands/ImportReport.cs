using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Baton.Features.Audit;
using Baton.Features.Import;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;
using Spectre.Console;

namespace Baton.Commands;

internal enum ReportStyle
{
    /// <summary>A bar, then the sum and what was refused.</summary>
    Terminal,

    /// <summary>A line for each row, then the sum.</summary>
    Plain,

    /// <summary>A JSON object for each row, then one for the whole.</summary>
    Json,
}

/// <summary>
/// What an import of the earlier tracker created beside handoffs, and the keys given to names that are not keys.
/// </summary>
internal sealed record LegacyOutcome(
    string TimeZone,
    IReadOnlyCollection<string> Teams,
    IReadOnlyCollection<string> Templates,
    IReadOnlyDictionary<string, string> TeamKeys,
    IReadOnlyDictionary<string, string> TemplateKeys
);

/// <summary>
/// Reports each row of an import, and the whole. Refused rows also go to standard error.
/// </summary>
internal sealed class ImportReport(Output output, string noun, ReportStyle style, bool dryRun)
{
    private const int MostRefused = 20;

    private readonly Dictionary<RowOutcome, long> counts = Enum.GetValues<RowOutcome>()
        .ToDictionary(outcome => outcome, _ => 0L);
    private readonly Dictionary<RowNote, long> notes = Enum.GetValues<RowNote>().ToDictionary(note => note, _ => 0L);
    private readonly List<RowResult> refused = [];
    private readonly long started = Stopwatch.GetTimestamp();
    private long unkeyed;
    private string? stopped;

    /// <param name="progress">How much of the file is done, 0 to 1; asked after each row.</param>
    internal async Task<int> RunAsync(
        IAsyncEnumerable<RowResult> results,
        Func<double>? progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (style == ReportStyle.Terminal)
                await ShowAsync(results, progress, cancellationToken);
            else
                await WriteAsync(results, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stopped = "Stopped."; // by the person at the keyboard; Finish reports what was done
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException or IOException)
        {
            stopped = $"Stopped: {exception.GetBaseException().Message}.";
        }

        return cancellationToken.IsCancellationRequested ? CommandLine.Interrupted
            : counts[RowOutcome.Refused] > 0 || stopped is not null ? CommandLine.Refused
            : CommandLine.Done;
    }

    /// <param name="warnings">What to know about the file as a whole.</param>
    internal void Finish(LegacyOutcome? legacy, IReadOnlyList<string>? warnings = null)
    {
        if (style == ReportStyle.Json)
            output.Json(Whole(legacy, warnings ?? []));
        else
            WriteSum(legacy);
        foreach (var warning in warnings ?? [])
            output.Note(warning);
        foreach (var row in refused)
            output.Note($"{noun} {row.Row}: {Reason(row)}");
        if (counts[RowOutcome.Refused] > MostRefused)
            output.Note($"… and {counts[RowOutcome.Refused] - MostRefused} more.");
        if (stopped is not null)
            output.Note($"{stopped} The rows reported above are stored. Run the same command again to continue.");
    }

    private async Task WriteAsync(IAsyncEnumerable<RowResult> results, CancellationToken cancellationToken)
    {
        await foreach (var row in results.WithCancellation(cancellationToken))
        {
            Count(row);
            if (style == ReportStyle.Json)
                output.Json(ToJson(row));
            else
                output.Line($"{noun} {row.Row}: {Words(row)}");
        }
    }

    private Task ShowAsync(
        IAsyncEnumerable<RowResult> results,
        Func<double>? progress,
        CancellationToken cancellationToken
    ) =>
        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new SpinnerColumn()
            )
            .StartAsync(async context =>
            {
                var bar = context.AddTask(dryRun ? "Checking" : "Importing", maxValue: 1);
                bar.IsIndeterminate = progress is null;
                await foreach (var row in results.WithCancellation(cancellationToken))
                {
                    Count(row);
                    bar.Description =
                        $"{(dryRun ? "Checked" : "Imported")} {counts.Values.Sum()}, refused "
                        + $"{counts[RowOutcome.Refused]}";
                    bar.Value = progress?.Invoke() ?? 0;
                }

                bar.IsIndeterminate = false;
                bar.Value = 1;
            });

    private void Count(RowResult row)
    {
        counts[row.Outcome]++;
        foreach (var note in row.Notes)
            notes[note]++;
        unkeyed += row.Unkeyed ? 1 : 0;
        if (row.Outcome == RowOutcome.Refused && refused.Count < MostRefused)
            refused.Add(row);
    }

    private string Words(RowResult row) =>
        row.Outcome switch
        {
            RowOutcome.Created when dryRun => "would be created",
            RowOutcome.Existing when row.HandoffId is null => "already exists",
            RowOutcome.Refused => $"refused: {Reason(row)}",
            _ => $"{WireName(row.Outcome)} {row.HandoffId}",
        };

    private static string Reason(RowResult row) => string.Join(" ", row.Errors.Select(error => error.Message));

    private Dictionary<string, object?> ToJson(RowResult row) =>
        new()
        {
            [noun] = row.Row,
            ["result"] = WireName(row.Outcome),
            ["handoff_id"] = row.HandoffId,
            ["errors"] = row.Errors,
        };

    private Dictionary<string, object?> Whole(LegacyOutcome? legacy, IReadOnlyList<string> warnings)
    {
        var whole = new Dictionary<string, object?>
        {
            ["rows"] = counts.Values.Sum(),
            ["dry_run"] = dryRun,
            ["stopped"] = stopped is not null,
        };
        foreach (var (outcome, count) in counts)
            whole[WireName(outcome)] = count;
        if (legacy is null)
        {
            whole["without_external_key"] = unkeyed;
            whole["warnings"] = warnings;
        }
        else
        {
            whole["team_keys"] = legacy.TeamKeys;
            whole["template_keys"] = legacy.TemplateKeys;
        }
        if (legacy is not null)
        {
            whole["time_zone"] = legacy.TimeZone;
            whole["teams_made"] = legacy.Teams;
            whole["templates_made"] = legacy.Templates;
            whole["notes"] = notes.ToDictionary(
                note => JsonNamingPolicy.SnakeCaseLower.ConvertName(note.Key.ToString()),
                note => note.Value
            );
        }
        return whole;
    }

    private void WriteSum(LegacyOutcome? legacy)
    {
        var total = counts.Values.Sum();
        var sum = string.Join(
            ", ",
            counts
                .Where(pair => pair.Value > 0 || pair.Key is RowOutcome.Created or RowOutcome.Refused)
                .Select(pair => $"{pair.Value} {WireName(pair.Key)}")
        );
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.Line(
            $"{(dryRun ? "Dry run, nothing was imported: " : "")}{total} {noun}{(total == 1 ? "" : "s")}: "
                + $"{sum}; {total / Math.Max(seconds, 0.001):F0} per second."
        );
        foreach (var line in legacy is null ? RowHints() : ImportHints.Of(legacy, notes))
            output.Line(line);
    }

    private IEnumerable<string> RowHints()
    {
        if (unkeyed > 0)
            yield return MessageFormat.English(
                "{0, plural, one {# line had no external_key: importing this file again would create that handoff "
                    + "again.} other {# lines had no external_key: importing this file again would create those "
                    + "handoffs again.}}",
                unkeyed
            );
    }

    private static string WireName(RowOutcome outcome) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}
