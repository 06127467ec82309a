using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing;

/// <summary>Templates: read them, compare their versions, and see what a version says.</summary>
internal static class TemplatePages
{
    internal static void MapTemplatePages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/templates", () => Page.Of<TemplatesPage>());
        pages.MapGet("/templates/{key}", (HttpContext http, string key) => Show(http, key, null));
        pages.MapGet("/templates/{key}/versions", Versions);
        pages.MapGet("/templates/{key}/used-by", UsedByAsync);
        pages.MapGet("/templates/{key}/versions/{n:int}", (HttpContext http, string key, int n) => Show(http, key, n));
    }

    private static IResult Versions(HttpContext http, string key, int? from)
    {
        var catalog = http.RequestContext().Catalog;
        if (catalog.Templates.GetValueOrDefault(key) is not { } newest)
            return Page.Of(Refusal.NotFound(T("template {0}", key)));
        return catalog.Version(key, from ?? newest.Version) is { } first
            ? Page.Of<VersionsPage>(new { Newest = newest, Versions = ShownVersion.Read(catalog, first) })
            : Page.Of(Refusal.NotFound(T("template {0}, version {1},", key, from)));
    }

    private static async Task<IResult> UsedByAsync(HttpContext http, string key, BatonDb db)
    {
        var context = http.RequestContext();
        return context.Catalog.Templates.GetValueOrDefault(key) is { } newest
            ? Page.Of<UsedByPage>(
                new { Newest = newest, Use = await TemplateUse.ReadAsync(db, context, newest, http.RequestAborted) }
            )
            : Page.Of(Refusal.NotFound(T("template {0}", key)));
    }

    private static IResult Show(HttpContext http, string key, int? version)
    {
        var catalog = http.RequestContext().Catalog;
        if (
            catalog.Templates.GetValueOrDefault(key) is not { } newest
            || catalog.Version(key, version ?? newest.Version) is not { } shown
        )
            return Page.Of(
                Refusal.NotFound(
                    version is null ? T("template {0}", key) : T("template {0}, version {1},", key, version)
                )
            );
        var before = catalog.Version(key, shown.Version - 1);
        var changes = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(shown));
        return Page.Of<TemplatePage>(
            new
            {
                Template = shown,
                Newest = newest,
                Changes = changes,
                Yaml = TemplateYaml.Write(shown),
            }
        );
    }
}
