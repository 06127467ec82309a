using System.CommandLine;
using Baton.Features.Audit;
using Baton.Features.Import;
using Baton.Features.Templates.Fields;
using Baton.Features.Templates.Publishing;
using Baton.Web.Pages;

namespace Baton.Commands;

internal static class ImportCommand
{
    private const string LegacyDb = "legacy-db";

    private static readonly Argument<string> FilePath = new("FILE")
    {
        Description = "The file to import; - reads standard input (ndjson and csv).",
    };
    private static readonly Option<string> Format = new("--format")
    {
        Description = "The format of the file: legacy-db (the SQLite file of the earlier tracker), ndjson or csv.",
        Required = true,
    };
    private static readonly Option<string?> Zone = new("--time-zone")
    {
        Description = "legacy-db: the time zone of its local times, for example Europe/Berlin. Default: UTC.",
    };
    private static readonly Option<string?> Template = new("--template")
    {
        Description = "ndjson and csv: the template of rows that do not name one.",
    };
    private static readonly Option<string?> Decimal = new("--decimal")
    {
        Description = "csv: the decimal separator of numbers, . or , (default: found from the values of each column).",
    };
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "ndjson and csv: show what would happen without importing anything.",
    };

    internal static Command Create()
    {
        Format.AcceptOnlyFromAmong(LegacyDb, "ndjson", "csv");
        Decimal.AcceptOnlyFromAmong(".", ",");
        var command = new Command(
            "import",
            "Import handoffs. The server can keep running. Exits with 1 if any row was "
                + "refused.\n\nExamples:\n  baton import tracker.db --format legacy-db --time-zone "
                + "Europe/Berlin\n  baton import handoffs.ndjson --format ndjson --dry-run\n  baton import "
                + "deals.csv --format csv --template sales_to_onboarding"
        )
        {
            FilePath,
            Format,
            Zone,
            Template,
            Decimal,
            DryRun,
            Output.AsJson,
        }.WithStore();
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (UsageFaults(parsed).ToList() is { Count: > 0 } faults)
            return await Output.Of(parsed).FailAsync(CommandLine.WrongUsage, faults);
        return await Store.RunAsync(
            parsed,
            async session =>
            {
                await session.Writer.WriteAsync(
                    (db, token) => PublishTemplate.PublishStartersAsync(db, session.Now, token),
                    cancellationToken
                );
                if (parsed.GetValue(DryRun))
                    return await RowsAsync(parsed, session, cancellationToken);
                await NoteAsync(parsed, session, AuditActs.ImportStarted, null, cancellationToken);
                var exit =
                    parsed.GetRequiredValue(Format) == LegacyDb
                        ? await LegacyAsync(parsed, session, cancellationToken)
                        : await RowsAsync(parsed, session, cancellationToken);
                await NoteAsync(
                    parsed,
                    session,
                    AuditActs.ImportFinished,
                    exit == CommandLine.Done ? "every row was taken" : "not every row was taken",
                    cancellationToken
                );
                return exit;
            }
        );
    }

    /// <summary>
    /// Rows are committed in batches, so the log says when it began and when it ended: one that was killed has no
    /// end.
    /// </summary>
    private static Task NoteAsync(
        ParseResult parsed,
        Store.Session session,
        string act,
        string? came,
        CancellationToken cancellationToken
    )
    {
        var file = parsed.GetRequiredValue(FilePath);
        var format = parsed.GetRequiredValue(Format);
        return session.Writer.WriteAsync(
            async (db, token) =>
            {
                db.Note(
                    act,
                    file == "-" ? "standard input" : Path.GetFileName(file),
                    null,
                    Changed.Text(("format", format), ("result", came))
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private static IEnumerable<string> UsageFaults(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(FilePath);
        var legacy = parsed.GetRequiredValue(Format) == LegacyDb;
        if (legacy && path == "-")
            yield return $"--format {LegacyDb} needs a file and cannot read standard input.";
        else if (path != "-" && !File.Exists(path))
            yield return $"There is no file {path}.";
        if (legacy && parsed.GetValue(Template) is not null)
            yield return $"--template works only with ndjson and csv. In {LegacyDb}, each row names its type.";
        if (parsed.GetRequiredValue(Format) != "csv" && parsed.GetValue(Decimal) is not null)
            yield return "--decimal works only with csv. The numbers of the other formats are JSON.";
        if (legacy && parsed.GetValue(DryRun))
            yield return "--dry-run works only with ndjson and csv.";
        if (!legacy && parsed.GetValue(Zone) is not null)
            yield return $"--time-zone works only with {LegacyDb}. The times in ndjson and csv include their offset.";
        if (legacy && LocalTimes.Find(ZoneOf(parsed)) is null)
            yield return $"--time-zone '{ZoneOf(parsed)}' is not an IANA time zone. Use one such as Europe/Berlin.";
    }

    private static async Task<int> LegacyAsync(
        ParseResult parsed,
        Store.Session session,
        CancellationToken cancellationToken
    )
    {
        var opened = await LegacyFile.OpenAsync(parsed.GetRequiredValue(FilePath), cancellationToken);
        if (opened.Refused(out var refusal, out var file))
            return await session.Output.FailAsync(refusal);
        await using var _ = file;
        var times = LocalTimes.Find(ZoneOf(parsed))!;
        var directory = ActivatorUtilities.CreateInstance<LegacyDirectory>(session.Services, times.Zone);
        var import = ActivatorUtilities.CreateInstance<ImportLegacy>(session.Services, directory);
        var report = new ImportReport(session.Output, "row", StyleOf(session), dryRun: false);
        var done = 0L;
        var exit = await report.RunAsync(
            import.RunAsync(file, times, cancellationToken),
            () => ++done / (double)Math.Max(1, file.Count),
            cancellationToken
        );
        report.Finish(
            new LegacyOutcome(
                times.Zone,
                directory.MadeTeams,
                directory.MadeTemplates,
                directory.Teams.Renamed,
                directory.Templates.Renamed
            )
        );
        return exit;
    }

    private static async Task<int> RowsAsync(
        ParseResult parsed,
        Store.Session session,
        CancellationToken cancellationToken
    )
    {
        var template = parsed.GetValue(Template);
        if (template is not null && !(await session.CatalogAsync()).Templates.ContainsKey(template))
            return await session.Output.FailAsync(
                CommandLine.WrongUsage,
                $"--template: there is no template {template}. `baton template list` shows all templates."
            );
        var csv = parsed.GetRequiredValue(Format) == "csv";
        await using var stream = await OpenAsync(parsed.GetRequiredValue(FilePath), seekable: csv, cancellationToken);
        var numbers = parsed.GetValue(Decimal) is [var separator] ? NumberFormat.OfDecimal(separator) : null;
        var typing = new CsvTyping(template, numbers, session.Services.GetRequiredService<CurrencyOptions>().Usual);
        var rows = csv
            ? CsvFile.ReadAsync(stream, typing, cancellationToken)
            : NdjsonFile.ReadAsync(stream, cancellationToken);
        var import = ActivatorUtilities.CreateInstance<ImportHandoffs>(session.Services);
        var report = new ImportReport(session.Output, "line", StyleOf(session), parsed.GetValue(DryRun));
        Func<double>? progress = stream.CanSeek ? () => stream.Position / (double)Math.Max(1, stream.Length) : null;
        var exit = await report.RunAsync(
            import.RunAsync(rows, template, parsed.GetValue(DryRun), cancellationToken),
            progress,
            cancellationToken
        );
        report.Finish(null, typing.Warnings);
        return exit;
    }

    /// <summary>A file that is read twice is kept for that long where it comes from standard input.</summary>
    private static async Task<Stream> OpenAsync(string path, bool seekable, CancellationToken cancellationToken)
    {
        if (path != "-")
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite,
                1,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
        var input = Console.OpenStandardInput();
        if (!seekable)
            return input;
        await using var _ = input;
        var kept = new FileStream(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None,
            1,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        await input.CopyToAsync(kept, cancellationToken);
        return kept;
    }

    private static string ZoneOf(ParseResult parsed) => parsed.GetValue(Zone) ?? "UTC";

    private static ReportStyle StyleOf(Store.Session session) =>
        session.Json ? ReportStyle.Json
        : session.Output.IsTerminal ? ReportStyle.Terminal
        : ReportStyle.Plain;
}
