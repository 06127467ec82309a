using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

/// <summary>
/// Moves files that no handoff names any more to the trash, and removes what lay there long enough. It touches only
/// what this installation's own rows named or its own uploads left, and only in a folder that is its own: on a wrong
/// or an empty database it does nothing.
/// </summary>
internal sealed partial class SweepFiles(
    IDbContextFactory<BatonDb> factory,
    AttachmentFiles files,
    AttachmentTrash trash,
    FolderOwner owner,
    SweepKept kept,
    TimeProvider time,
    ILogger<SweepFiles> logger
)
{
    // what is younger may belong to an upload that is under way
    private static readonly TimeSpan Untouched = TimeSpan.FromHours(1);

    internal Task<SweepPlan> PlanAsync(CancellationToken cancellationToken) =>
        kept.Store is null ? PlanFolderAsync(cancellationToken) : kept.PlanAsync(cancellationToken);

    private async Task<SweepPlan> PlanFolderAsync(CancellationToken cancellationToken)
    {
        var installation = await Installation.IdAsync(factory, cancellationToken);
        var (live, gone) = await NamedAsync(cancellationToken);
        var there = files.All().ToHashSet(StringComparer.Ordinal);
        var trashed = trash.All();
        var now = time.UtcNow();
        var leftovers = LeftoversOf(installation, now).ToList();
        var broken = leftovers.Select(HashOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var unnamed = there
            .Where(hash => !live.Contains(hash) && !gone.ContainsKey(hash) && !broken.Contains(hash))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (
            !owner.IsOf(
                installation,
                there,
                hash => live.Contains(hash) || gone.ContainsKey(hash) || broken.Contains(hash)
            )
        )
            return new SweepPlan
            {
                Installation = installation,
                IsOurs = false,
                Unnamed = unnamed,
                Names = gone,
                Trash = trashed,
                TrashRoot = trash.Root,
            };
        var needed = trashed
            .Where(file => live.Contains(file.Sha256) && !there.Contains(file.Sha256))
            .DistinctBy(file => file.Sha256)
            .ToList();
        return new SweepPlan
        {
            Installation = installation,
            IsOurs = true,
            Names = gone,
            Trash = trashed,
            TrashRoot = trash.Root,
            ToTrash =
            [
                .. there
                    .Where(hash =>
                        !live.Contains(hash)
                        && (gone.ContainsKey(hash) || broken.Contains(hash))
                        && IsOld(files.PathOf(hash), now)
                    )
                    .Order(StringComparer.Ordinal),
            ],
            Unnamed = unnamed,
            Leftovers = leftovers,
            ToPutBack = needed,
            Expired = [.. trashed.Where(file => file.GoneAfter < DateOnly.FromDateTime(now)).Except(needed)],
        };
    }

    /// <param name="unnamed">
    /// Whether files that no handoff ever named go to the trash, too: only when somebody asks for it.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<SweepPlan> RunAsync(bool unnamed, CancellationToken cancellationToken)
    {
        if (kept.Store is not null)
            return await kept.RunAsync(cancellationToken);
        var plan = await PlanAsync(cancellationToken);
        if (!plan.IsOurs)
        {
            if (plan.Unnamed.Count > 0)
                NotOurs(files.Root, plan.Unnamed.Count);
            return plan;
        }

        if (files.All().Any())
            owner.Claim(plan.Installation);
        foreach (var file in plan.ToPutBack.Where(trash.PutBack))
            HasPutBack(file.Sha256);
        var now = time.UtcNow();
        var old = unnamed ? plan.Unnamed.Where(hash => IsOld(files.PathOf(hash), now)) : [];
        var moved = plan.ToTrash.Concat(old).Where(hash => MoveToTrash(hash, now)).ToList();
        foreach (var path in plan.Leftovers)
            RemoveLeftover(path);
        foreach (var file in plan.Expired)
            RemoveForGood(file);
        return plan with { ToTrash = moved };
    }

    /// <summary>
    /// Says at the start that the files belong to another database; who started on the wrong one learns it at once.
    /// </summary>
    internal async Task WarnAsync(CancellationToken cancellationToken)
    {
        if (kept.Store is not null)
            await kept.WarnAsync(cancellationToken);
        else if (owner.Installation is { } other && other != await Installation.IdAsync(factory, cancellationToken))
            NotOurs(files.Root, files.All().Count());
    }

    /// <summary>The hashes that handoffs name, and those that they named once, with the name and the handoff.</summary>
    internal Task<(IReadOnlySet<string> Live, IReadOnlyDictionary<string, string> Gone)> NamedAsync(
        CancellationToken cancellationToken
    ) => NamedAsync(factory, cancellationToken);

    internal static async Task<(IReadOnlySet<string> Live, IReadOnlyDictionary<string, string> Gone)> NamedAsync(
        IDbContextFactory<BatonDb> factory,
        CancellationToken cancellationToken
    )
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var gone = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (
            var handoff in WithAny(db)
                .Select(row => new { row.Id, row.Attachments })
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            live.UnionWith(
                handoff
                    .Attachments.Where(attachment => attachment.RemovedAt is null)
                    .Select(attachment => attachment.Sha256)
            );
            foreach (var removed in handoff.Attachments.Where(attachment => attachment.RemovedAt is not null))
                gone[removed.Sha256] = $"{removed.Name} of handoff {handoff.Id}";
        }

        return (live, gone);
    }

    /// <summary>Few handoffs have attachments; those have an index of their own, which only a constant finds.</summary>
    internal static IQueryable<Handoff> WithAny(BatonDb db)
    {
        IReadOnlyList<KeptAttachment> none = [];
        return db.Handoffs.AsNoTracking().Where(handoff => handoff.Attachments != EF.Constant(none));
    }

    /// <summary>Whether an upload of this content has not ended.</summary>
    internal bool IsUnderWay(string hash) =>
        Directory.Exists(files.Incoming)
        && Directory.EnumerateFiles(files.Incoming, $"*.{hash}.*{IncomingFile.Marker}").Any();

    /// <summary>
    /// It is looked at again where it lies then: an upload that came between the plan and now has written it anew.
    /// </summary>
    private bool MoveToTrash(string hash, DateTime now)
    {
        if (trash.Move(hash, now) is not { } moved)
            return false;
        if (!IsOld(moved.Path, now))
        {
            trash.PutBack(moved);
            return false;
        }

        Trashed(hash, moved.Path);
        return true;
    }

    private void RemoveLeftover(string path)
    {
        File.Delete(path);
        if (path.EndsWith(AttachmentFiles.Unfinished, StringComparison.Ordinal))
            RemovedLeftover(path);
    }

    private void RemoveForGood(TrashedFile file)
    {
        AttachmentTrash.Remove(file);
        Removed(file.Sha256, file.On);
    }

    /// <summary>Older programs kept unfinished files beside the others.</summary>
    private IEnumerable<string> LeftoversOf(string installation, DateTime now)
    {
        var own = Directory.Exists(files.Incoming) ? Directory.GetFiles(files.Incoming, $"{installation}.*") : [];
        var older = Directory.Exists(files.Root)
            ? Directory.GetFiles(files.Root, $"*{AttachmentFiles.Unfinished}")
            : [];
        return own.Concat(older).Where(path => IsOld(path, now)).Order(StringComparer.Ordinal);
    }

    private static string? HashOf(string leftover) =>
        leftover.EndsWith(IncomingFile.Marker, StringComparison.Ordinal)
        && Path.GetFileName(leftover).Split('.') is [_, var hash, ..]
        && AttachmentFiles.IsHash(hash)
            ? hash
            : null;

    private static bool IsOld(string path, DateTime now) => File.GetLastWriteTimeUtc(path) <= now - Untouched;

    [LoggerMessage(
        LogLevel.Information,
        "Attachment {Sha256} is no longer used by any handoff and was moved to {Path}"
    )]
    private partial void Trashed(string sha256, string path);

    [LoggerMessage(LogLevel.Information, "Attachment {Sha256} had been in the trash since {On} and was deleted")]
    private partial void Removed(string sha256, DateOnly on);

    [LoggerMessage(LogLevel.Information, "Attachment {Sha256} is used by a handoff and was restored from the trash")]
    private partial void HasPutBack(string sha256);

    [LoggerMessage(LogLevel.Information, "{Path}, left by an interrupted upload, was deleted")]
    private partial void RemovedLeftover(string path);

    [LoggerMessage(
        LogLevel.Warning,
        "{Root} contains {Count} files of another database, so nothing there was swept. Check that "
            + "this is the right database; baton doctor says what to do."
    )]
    private partial void NotOurs(string root, int count);
}
