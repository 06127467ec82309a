using System.ComponentModel;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Audit;

/// <summary>The audit log, newest first; for admins.</summary>
internal static class ListAudit
{
    internal static async Task<Outcome<Page<AuditRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        AuditFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can read the audit log."));
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

internal sealed record AuditFilter : PageQuery
{
    [Description("Only changes by this person. `baton` means Baton itself and operators.")]
    public string? Who { get; init; }

    [AuditActOptions, Description("This act only, for example `member.joined`, or all of a group, such as `member`.")]
    public string? Act { get; init; }
}

/// <summary>An act, or a group of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AuditActOptionsAttribute() : OptionsAttribute([.. AuditActs.Groups, .. AuditActs.All]);
