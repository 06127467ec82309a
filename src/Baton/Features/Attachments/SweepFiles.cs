using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

/// <summary>Takes away files that no handoff names any more: of uploads that were broken off, and of attachments that were removed.</summary>
internal sealed class SweepFiles(IDbContextFactory<BatonDb> factory, AttachmentFiles files, TimeProvider time)
{
    internal async Task<int> RunAsync(CancellationToken cancellationToken) => files.Sweep(await NamedAsync(cancellationToken), time.UtcNow());

    /// <summary>The hashes that handoffs name.</summary>
    internal async Task<IReadOnlySet<string>> NamedAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var named = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var attachments in WithAny(db).Select(handoff => handoff.Attachments).AsAsyncEnumerable().WithCancellation(cancellationToken))
            named.UnionWith(attachments.Where(one => one.RemovedAt is null).Select(one => one.Sha256));
        return named;
    }

    /// <summary>Few handoffs have attachments; those have an index of their own, which only a constant finds.</summary>
    internal static IQueryable<Handoffs.Handoff> WithAny(BatonDb db)
    {
        IReadOnlyList<KeptAttachment> none = [];
        return db.Handoffs.AsNoTracking().Where(handoff => handoff.Attachments != EF.Constant(none));
    }
}
