using Baton.Features.Attachments.Files;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

/// <summary>
/// The sweep of a store without folders: what no handoff names any more goes to its trash and from there for good.
/// What was never named is of an upload that was refused.
/// </summary>
internal sealed partial class SweepKept(
    IDbContextFactory<BatonDb> factory,
    FileStore files,
    AttachmentFiles spool,
    TimeProvider time,
    ILogger<SweepKept> logger
)
{
    private static readonly TimeSpan Untouched = TimeSpan.FromHours(1);

    internal SweptStore? Store { get; } = files as SweptStore;

    internal async Task<SweepPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var installation = await Installation.IdAsync(factory, cancellationToken);
        var (live, gone) = await SweepFiles.NamedAsync(factory, cancellationToken);
        var kept = await Store!.ListAsync(cancellationToken);
        var there = kept.Where(file => file.TrashedAt is null).ToDictionary(file => file.Hash, StringComparer.Ordinal);
        var trashed = kept.Where(file => file.TrashedAt is not null).OrderBy(file => file.TrashedAt).ToList();
        var isOurs = await Store.OwnerAsync(cancellationToken) is not { } owner || owner == installation;
        var now = time.UtcNow();
        var plan = new SweepPlan
        {
            Installation = installation,
            IsOurs = isOurs,
            Names = gone,
            Trash = [.. trashed.Select(Of)],
            TrashRoot = Store.Place,
        };
        if (!isOurs)
            return plan with
            {
                Unnamed = [.. there.Keys.Where(hash => !live.Contains(hash) && !gone.ContainsKey(hash))],
            };
        var needed = trashed.Where(file => live.Contains(file.Hash) && !there.ContainsKey(file.Hash)).ToList();
        return plan with
        {
            ToTrash =
            [
                .. there
                    .Values.Where(file => !live.Contains(file.Hash) && file.StoredAt <= now - Untouched)
                    .Select(file => file.Hash),
            ],
            Leftovers = [.. LeftoversOf(installation, now)],
            ToPutBack = [.. needed.Select(Of)],
            Expired = [.. trashed.Except(needed).Select(Of).Where(file => file.GoneAfter < DateOnly.FromDateTime(now))],
        };
    }

    internal async Task<SweepPlan> RunAsync(CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(cancellationToken);
        if (!plan.IsOurs)
        {
            NotOurs(Store!.Place);
            return plan;
        }

        if (await Store!.OwnerAsync(cancellationToken) is null)
            await Store.ClaimAsync(plan.Installation, cancellationToken);
        var now = time.UtcNow();
        var kept = (await Store.ListAsync(cancellationToken)).Where(file => file.TrashedAt is not null).ToList();
        foreach (var file in KeptOf(kept, plan.ToPutBack))
            await Store.PutBackAsync(file, cancellationToken);
        var moved = new List<string>();
        foreach (var hash in plan.ToTrash)
            if (await Store.TrashAsync(hash, now - Untouched, now, cancellationToken))
                moved.Add(hash);
        foreach (var file in KeptOf(kept, plan.Expired))
            await Store.RemoveAsync(file, cancellationToken);
        foreach (var path in plan.Leftovers)
            File.Delete(path);
        await Store.RemovePartsAsync(now - Untouched, cancellationToken);
        if (moved.Count + plan.Expired.Count + plan.ToPutBack.Count > 0)
            Swept(moved.Count, plan.ToPutBack.Count, plan.Expired.Count);
        return plan with { ToTrash = moved };
    }

    internal async Task WarnAsync(CancellationToken cancellationToken)
    {
        if (
            await Store!.OwnerAsync(cancellationToken) is { } owner
            && owner != await Installation.IdAsync(factory, cancellationToken)
        )
            NotOurs(Store.Place);
    }

    private TrashedFile Of(KeptFile file) => new(file.Hash, DateOnly.FromDateTime(file.TrashedAt!.Value), Store!.Place);

    private IEnumerable<KeptFile> KeptOf(List<KeptFile> kept, IReadOnlyList<TrashedFile> wanted) =>
        kept.Where(file => wanted.Contains(Of(file)));

    /// <summary>What uploads of a killed server left on this machine on their way into the store.</summary>
    private IEnumerable<string> LeftoversOf(string installation, DateTime now) =>
        Directory.Exists(spool.Incoming)
            ? Directory
                .GetFiles(spool.Incoming, $"{installation}.*{AttachmentFiles.Unfinished}")
                .Where(path => File.GetLastWriteTimeUtc(path) <= now - Untouched)
            : [];

    [LoggerMessage(
        LogLevel.Information,
        "Files that no handoff uses: {Trashed} moved to the trash, {Restored} restored from it, {Deleted} deleted"
    )]
    private partial void Swept(int trashed, int restored, int deleted);

    [LoggerMessage(
        LogLevel.Warning,
        "The files at {Place} belong to another database, so nothing there was swept. Check BATON_FILES and "
            + "BATON_DATABASE."
    )]
    private partial void NotOurs(string place);
}
