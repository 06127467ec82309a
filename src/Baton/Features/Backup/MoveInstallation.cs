using Baton.Features.Attachments;
using Baton.Features.Attachments.Files;
using Baton.Storage;
using Baton.Storage.Moving;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Backup;

/// <summary>
/// Copies an installation into an empty store of the other engine: rows, keys and files. The source stays as it is.
/// </summary>
internal static class MoveInstallation
{
    /// <param name="source">The services of where it is.</param>
    /// <param name="target">Those of where it is to be; its schema is there.</param>
    /// <param name="progress">Told what was done so far.</param>
    /// <param name="cancellationToken">Ends it; the next one goes on where it was.</param>
    /// <param name="batchRows">How many rows are committed together.</param>
    internal static async Task<Refusal?> RunAsync(
        IServiceProvider source,
        IServiceProvider target,
        Action<string, long> progress,
        CancellationToken cancellationToken,
        int batchRows = 500
    )
    {
        await using var from = await OpenAsync(source, cancellationToken);
        await using var to = await OpenAsync(target, cancellationToken);
        if (await Inspection.ServersAsync(from, cancellationToken) is > 0 and var servers)
            return Refuse($"Servers that use this database: {servers}. Stop all of them first.");
        var rows = new MoveRows(from, to, progress) { BatchRows = batchRows };
        if (await rows.RunAsync(cancellationToken) is { } refusal)
            return Refuse(refusal);
        if (await CopyFilesAsync(source, target, progress, cancellationToken) is { } missing)
            return Refuse(missing);
        await rows.FinishAsync(cancellationToken);
        return null;
    }

    /// <summary>Each is checked by its hash on its way in.</summary>
    private static async Task<string?> CopyFilesAsync(
        IServiceProvider source,
        IServiceProvider target,
        Action<string, long> progress,
        CancellationToken cancellationToken
    )
    {
        var files = source.GetRequiredService<StoredFiles>();
        var store = target.GetRequiredService<FileStore>();
        var (live, _) = await source.GetRequiredService<SweepFiles>().NamedAsync(cancellationToken);
        var count = 0L;
        foreach (var hash in live.Order(StringComparer.Ordinal))
        {
            if (!await store.ExistsAsync(hash, cancellationToken))
            {
                if (await files.TryOpenAsync(hash, cancellationToken) is not { } content)
                    return $"The file {hash} of a handoff is missing. Run baton doctor on the source.";
                await using (content)
                    await store.KeepAsync(content, hash, cancellationToken);
            }

            progress("files copied", ++count);
        }

        return null;
    }

    private static Task<BatonDb> OpenAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(cancellationToken);

    private static Refusal Refuse(string why) => new(409, "move-refused", "Not moved", why);
}
