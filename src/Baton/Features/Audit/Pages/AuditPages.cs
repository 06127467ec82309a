using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;

namespace Baton.Features.Audit.Pages;

/// <summary>The log as a page, on which things have their names.</summary>
internal static class AuditPages
{
    internal static void MapAuditPage(this RouteGroupBuilder pages) => pages.MapGet("/audit", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, Query<AuditFilter> query, BatonDb db)
    {
        var context = http.RequestContext();
        if (!context.Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden(T("Only admins can read the audit log.")));
        if (query.Refused(out var refusal, out var filter))
            return Page.Of<AuditPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        filter = filter with { Who = KeyOf(context.Catalog, filter.Who) };
        return (await ListAudit.RunAsync(db, context, filter, http.RequestAborted)).Refused(out refusal, out var page)
            ? Page.Of(refusal)
            : Page.Of<AuditPage>(new { page.Items, Next = Page.NextOf(http.Request, page.NextCursor) });
    }

    /// <summary>Whoever looks for a person types a name or an address rather than a key.</summary>
    private static string? KeyOf(Catalog catalog, string? who)
    {
        if (who is null || catalog.People.ContainsKey(who))
            return who;
        var named = catalog
            .People.Values.Where(person => Is(person.Name, who) || Is(person.Email, who))
            .Select(person => person.Key)
            .ToList();
        return named is [var only] ? only : who;
    }

    private static bool Is(string? text, string typed) =>
        string.Equals(text, typed.Trim(), StringComparison.OrdinalIgnoreCase);
}
