using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Import;

/// <summary>
/// Creates a handoff for each row of a file, through the gate and the verb of <c>POST /handoffs</c>. Rows are
/// committed together in batches; a run that was killed is run again, and what has an external key is found as it is.
/// </summary>
internal sealed class ImportHandoffs(
    Writer writer,
    Catalogs catalogs,
    StoreModel model,
    IDbContextFactory<BatonDb> factory,
    TimeProvider time
)
{
    /// <summary>
    /// Large enough to share the flush to the disk, small enough that a server beside it waits only shortly for its
    /// turn to write.
    /// </summary>
    internal const int BatchSize = 100;

    /// <param name="template">The template of a row that names none.</param>
    internal async IAsyncEnumerable<RowResult> RunAsync(
        IAsyncEnumerable<SourceRow> rows,
        string? template,
        bool dryRun,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var seen = new SeenKeys();
        await foreach (var batch in rows.Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            var context = new RequestContext(
                Caller.System,
                await catalogs.CurrentAsync(cancellationToken),
                time.UtcNow(),
                "import"
            );
            var together = new ImportBatch(dryRun);
            var prepared = batch
                .AsParallel()
                .AsOrdered()
                .Select(row => Prepare(row, context, template, together))
                .ToList();
            var results = dryRun
                ? await LookAsync(prepared, together, seen, cancellationToken)
                : await writer.WriteAsync(
                    (db, token) => KeepAsync(db, prepared, together, null, token),
                    CancellationToken.None
                );
            foreach (var (row, result) in batch.Zip(results))
                yield return row.Place is { } place
                    ? result with
                    {
                        Errors = [.. result.Errors.Select(place)],
                    }
                    : result;
        }
    }

    /// <summary>What would become of them, told by the store as it is and by the rows before them.</summary>
    private async Task<List<RowResult>> LookAsync(
        List<Row> rows,
        ImportBatch together,
        SeenKeys seen,
        CancellationToken cancellationToken
    )
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await KeepAsync(db, rows, together, seen, cancellationToken);
    }

    /// <param name="Refusal">Why it cannot even be asked for.</param>
    private sealed record Row(
        long Line,
        Refusal? Refusal,
        CreateHandoffRequest? Request,
        ImportHandoff.Prepared? Create
    );

    private Row Prepare(SourceRow row, RequestContext context, string? template, ImportBatch together)
    {
        if (row.ToJson(context.Catalog).Refused(out var unreadable, out var json))
            return new Row(row.Line, unreadable, null, null);
        var read = ImportLine.Read(json, template, context.Now);
        if (read.Refusal is { } refusal)
            return new Row(row.Line, refusal, null, null);
        var (request, past) = read.Value;
        return new Row(row.Line, null, request, ImportHandoff.Prepare(model.Value, context, request, past, together));
    }

    private static async Task<List<RowResult>> KeepAsync(
        BatonDb db,
        List<Row> rows,
        ImportBatch together,
        SeenKeys? seen,
        CancellationToken cancellationToken
    )
    {
        await together.LookAsync(
            db,
            [
                .. rows.Where(row => row.Request?.ExternalKey is not null)
                    .Select(row => (row.Request!.Template, row.Request.ExternalKey!)),
            ],
            cancellationToken
        );
        var results = new List<RowResult>(rows.Count);
        foreach (var row in rows)
        {
            results.Add(
                row.Refusal is { } refusal
                    ? RowResult.Of(row.Line, refusal)
                    : await KeepAsync(db, row, together, seen, cancellationToken)
            );
            db.ChangeTracker.Clear();
        }

        return results;
    }

    private static async Task<RowResult> KeepAsync(
        BatonDb db,
        Row row,
        ImportBatch together,
        SeenKeys? seen,
        CancellationToken cancellationToken
    )
    {
        var request = row.Request!;
        var create = row.Create!;
        if (
            request.ExternalKey is { } key
            && together.Find(request.Template, key) is { } first
            && first.Hash == create.Hash
        )
            return new RowResult(row.Line, RowOutcome.Existing, first.Id, []);
        if ((await create.RunAsync(db, cancellationToken)).Refused(out var refusal, out var made))
            return RowResult.Of(row.Line, refusal);
        var result = new RowResult(row.Line, made.New ? RowOutcome.Created : RowOutcome.Existing, made.Handoff.Id, [])
        {
            Unkeyed = request.ExternalKey is null,
        };
        return seen is not null && made.New ? seen.Judge(result, request, create.Hash) : result;
    }
}
