using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Audit;

/// <summary>The audit log, newest first; for admins.</summary>
internal static class ListAudit
{
    internal sealed record Filter(string? Who, string? Act, int Limit, long? Before);

    internal static Outcome<Filter> Read(Query query)
    {
        var filter = new Filter(
            query.Text("who"),
            query.OneOf("act", [.. AuditActs.Groups, .. AuditActs.All]),
            (int)query.Number("limit", 25, 1, 100),
            query.Before()
        );
        return query.Refusal() is { } refusal ? refusal : filter;
    }

    internal static async Task<Outcome<Page<AuditRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        Filter filter,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden("Only admins read the audit log.");
        var who = filter.Who;
        var before = filter.Before;
        var all = db.AuditEntries.AsNoTracking();
        if (who is not null)
            all = all.Where(entry => entry.Who == who);
        if (before is not null)
            all = all.Where(entry => entry.Id < before);
        if (filter.Act is { } asked)
        {
            var acts = AuditActs.Meant(asked);
            all = all.Where(entry => acts.Contains(entry.Act));
        }

        var found = await all.OrderByDescending(entry => entry.Id)
            .Take(filter.Limit + 1)
            .ToListAsync(cancellationToken);
        var page = found.Take(filter.Limit).ToList();
        return new Page<AuditRecord>(
            [.. page.Select(ToRecord)],
            found.Count > page.Count ? Cursor.Of(page[^1].Id) : null
        );
    }

    internal static AuditRecord ToRecord(AuditEntry entry) =>
        new(entry.Id, entry.At, entry.Who, entry.Act, entry.Subject, entry.Door, entry.Before, entry.After);
}
