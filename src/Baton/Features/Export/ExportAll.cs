using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Export;

/// <summary>
/// Writes everything that people made as NDJSON, as it was at one moment: a line each, its <c>kind</c> first. Secrets
/// and tokens stay where they are.
/// </summary>
internal sealed class ExportAll(IDbContextFactory<BatonDb> factory, Catalogs catalogs, ChannelVault vault)
{
    private const int Page = 1000;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal async Task RunAsync(Stream to, DateTime now, Progress progress, CancellationToken cancellationToken)
    {
        await catalogs.CurrentAsync(cancellationToken); // says whether there is an archive to read too
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        await using var lines = new Lines(to);
        lines.Write("export", new ExportHeader(1, typeof(ExportAll).Assembly.GetName().Version!.ToString(3), now));
        await WriteDirectoryAsync(db, lines, cancellationToken);
        await WriteHandoffsAsync(db, lines, progress, cancellationToken);
        await foreach (
            var attempt in db
                .GateAttempts.AsNoTracking()
                .OrderBy(gateAttempt => gateAttempt.Id)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            await lines.WriteAsync("gate_attempt", attempt, cancellationToken);
        await WriteDeliveriesAsync(db, lines, progress, cancellationToken);
        await foreach (
            var entry in db
                .AuditEntries.AsNoTracking()
                .OrderBy(auditEntry => auditEntry.Id)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
            await lines.WriteAsync("audit", ListAudit.ToRecord(entry), cancellationToken);
    }

    private async Task WriteDirectoryAsync(BatonDb db, Lines lines, CancellationToken cancellationToken)
    {
        foreach (var person in await db.People.AsNoTracking().OrderBy(row => row.Key).ToListAsync(cancellationToken))
            lines.Write("person", ExportedPerson.Of(person));
        foreach (
            var team in await db
                .Teams.AsNoTracking()
                .Include(row => row.Channels)
                .Include(row => row.Members)
                .AsSingleQuery()
                .OrderBy(row => row.Key)
                .ToListAsync(cancellationToken)
        )
            lines.Write("team", ExportedTeam.Of(team, vault));
        foreach (
            var template in await db
                .Templates.AsNoTracking()
                .OrderBy(row => row.Key)
                .ThenBy(row => row.Version)
                .ToListAsync(cancellationToken)
        )
            await lines.WriteAsync("template", Catalog.ToVersion(template), cancellationToken);
    }

    /// <summary>
    /// Page by page, a handoff with its events, so that neither has to fit into memory. One page is written while the
    /// next is read.
    /// </summary>
    private static async Task WriteHandoffsAsync(
        BatonDb db,
        Lines lines,
        Progress progress,
        CancellationToken cancellationToken
    )
    {
        var last = long.MinValue;
        var count = 0L;
        var writing = Task.CompletedTask;
        while (
            await db
                .Handoffs.AsNoTracking()
                .Where(handoff => handoff.Id > last)
                .OrderBy(handoff => handoff.Id)
                .Take(Page)
                .ToListAsync(cancellationToken)
                is { Count: > 0 } page
        )
        {
            var first = page[0].Id;
            var end = page[^1].Id;
            var events = (
                await db
                    .Events.AsNoTracking()
                    .WithArchive()
                    .Where(candidate => candidate.HandoffId >= first && candidate.HandoffId <= end)
                    .OrderBy(candidate => candidate.HandoffId)
                    .ThenBy(candidate => candidate.Seq)
                    .ToListAsync(cancellationToken)
            ).ToLookup(candidate => candidate.HandoffId);
            await writing;
            writing = Task.Run(
                async () =>
                {
                    foreach (var handoff in page)
                        await lines.WriteAsync(
                            "handoff",
                            ExportedHandoff.Of(handoff, events[handoff.Id]),
                            cancellationToken
                        );
                },
                cancellationToken
            );
            last = end;
            count += page.Count;
            progress.Done("handoffs", count);
        }

        await writing;
    }

    private static async Task WriteDeliveriesAsync(
        BatonDb db,
        Lines lines,
        Progress progress,
        CancellationToken cancellationToken
    )
    {
        var last = long.MinValue;
        var count = 0L;
        var writing = Task.CompletedTask;
        while (
            await db
                .Deliveries.AsNoTracking()
                .WithArchive()
                .Include(delivery => delivery.Log)
                .AsSingleQuery()
                .Where(candidate => candidate.Id > last)
                .OrderBy(candidate => candidate.Id)
                .Take(Page)
                .ToListAsync(cancellationToken)
                is { Count: > 0 } page
        )
        {
            await writing;
            writing = Task.Run(
                async () =>
                {
                    foreach (var delivery in page)
                        await lines.WriteAsync("delivery", ExportedDelivery.Of(delivery), cancellationToken);
                },
                cancellationToken
            );
            last = page[^1].Id;
            count += page.Count;
            progress.Done("deliveries", count);
        }

        await writing;
    }

    private sealed class Lines(Stream to) : IAsyncDisposable
    {
        private const int Full = 64 * 1024;

        private readonly MemoryStream buffer = new();
        private readonly ArrayBufferWriter<byte> value = new();

        /// <summary>The members of the value behind its kind: its own text from its first brace on.</summary>
        internal void Write<T>(string kind, T of)
        {
            value.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(value, Writing))
                JsonSerializer.Serialize(writer, of, BatonJson.Options);
            buffer.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\""));
            if (value.WrittenCount > "{}".Length)
                buffer.WriteByte((byte)',');
            buffer.Write(value.WrittenSpan[1..]);
            buffer.WriteByte((byte)'\n');
        }

        internal async ValueTask WriteAsync<T>(string kind, T value, CancellationToken cancellationToken)
        {
            Write(kind, value);
            if (buffer.Length > Full)
                await FlushAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync() => await FlushAsync(CancellationToken.None);

        private async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            await to.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }
    }
}
