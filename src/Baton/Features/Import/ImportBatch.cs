using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Import;

/// <summary>
/// What is known of many handoffs that are created in one transaction, so that not each has to ask the store.
/// </summary>
/// <param name="DryRun">Whether to look only, and to keep nothing.</param>
internal sealed record ImportBatch(bool DryRun)
{
    private Dictionary<(string Template, string Key), First>? taken;

    /// <summary>The handoff that has an external key.</summary>
    internal sealed record First(long Id, string? Hash);

    /// <summary>Asks once for all of them, in the transaction in which they are kept.</summary>
    internal async Task LookAsync(
        BatonDb db,
        IReadOnlyCollection<(string Template, string Key)> asked,
        CancellationToken cancellationToken
    )
    {
        var templates = asked.Select(pair => pair.Template).Distinct().ToList();
        var keys = asked.Select(pair => pair.Key).Distinct().ToList();
        var found = await db
            .Handoffs.Where(handoff => templates.Contains(handoff.Template) && keys.Contains(handoff.ExternalKey!))
            .Select(handoff => new
            {
                handoff.Template,
                handoff.ExternalKey,
                handoff.Id,
                handoff.ContentHash,
            })
            .ToListAsync(cancellationToken);
        taken = found.ToDictionary(row => (row.Template, row.ExternalKey!), row => new First(row.Id, row.ContentHash));
    }

    /// <summary>Null also for what one of these made itself.</summary>
    internal First? Find(string template, string key) =>
        taken?.GetValueOrDefault((template, key)) is { Hash: not null } first ? first : null;

    /// <summary>Whether no other has this key; from now on one may have.</summary>
    internal bool IsNew(string template, string key) => taken?.TryAdd((template, key), new First(0, null)) == true;
}
