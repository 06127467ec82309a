using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates;

/// <summary>Templates: read them, compare their versions, write and publish them.</summary>
internal static class TemplatePages
{
    private const string Fresh = """
        key: sales_to_support
        name: Sales to support
        from_team: sales
        receiving_team: support
        fields:
          - { key: client_name, type: text, required: true, label: Client }
          - { key: goals, type: long_text, required: true, label: Goals, help: What the client wants to reach. }
        checklist:
          - Welcome call held
        accept_within: 8h
        resubmit_within: 1d
        complete_within: 10d

        """;

    internal static void MapTemplatePages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/templates", () => Page.Of<TemplatesPage>());
        pages.MapGet("/templates/new", (HttpContext http) => Edit(null, Fresh));
        pages.MapPost("/templates/new", (HttpContext http, Writer writer) => PublishAsync(http, null, writer));
        pages.MapGet("/templates/{key}", (HttpContext http, string key) => Show(http, key, null));
        pages.MapGet("/templates/{key}/versions/{n:int}", (HttpContext http, string key, int n) => Show(http, key, n));
        pages.MapGet("/templates/{key}/edit", (HttpContext http, string key) => http.Act().Catalog.Templates.TryGetValue(key, out var known) ? Edit(known, TemplateYaml.Write(SuggestedChange.Apply(known, http.Request.Query))) : Page.Of(Refusal.NotFound($"template {key}")));
        pages.MapPost("/templates/{key}/edit", (HttpContext http, string key, Writer writer) => PublishAsync(http, key, writer));
    }

    private static IResult Show(HttpContext http, string key, int? version)
    {
        var catalog = http.Act().Catalog;
        if (catalog.Templates.GetValueOrDefault(key) is not { } newest || catalog.Version(key, version ?? newest.Version) is not { } shown)
            return Page.Of(Refusal.NotFound(version is null ? $"template {key}" : $"template {key}, version {version},"));
        var before = catalog.Version(key, shown.Version - 1);
        var changes = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(shown));
        return Page.Of<TemplatePage>(new { Template = shown, Newest = newest.Version, Changes = changes, Yaml = TemplateYaml.Write(shown) });
    }

    private static IResult Edit(TemplateVersion? known, string text, Template? preview = null, IReadOnlyList<DiffLine>? changes = null, (int Looked, IReadOnlyList<Failed> Failed)? last = null, Refusal? refusal = null) =>
        Page.Of<EditTemplatePage>(
            new { Published = known, Text = text, Preview = preview, Changes = changes ?? [], Looked = last?.Looked ?? 0, Failed = last?.Failed ?? [], Faults = refusal is null ? [] : Page.FaultsOf(refusal) },
            refusal?.Status ?? 200);

    private static async Task<IResult> PublishAsync(HttpContext http, string? key, Writer writer)
    {
        var (act, form, services) = (http.Act(), await Form.ReadAsync(http), http.RequestServices);
        var (text, known) = (form.Text("text"), key is null ? null : act.Catalog.Templates.GetValueOrDefault(key));
        if (key is not null && known is null)
            return Page.Of(Refusal.NotFound($"template {key}"));
        if (ReadOne(key, text).Refused(out var refusal, out var template))
            return Edit(known, text, refusal: refusal);
        if (form.Text("do") != "publish")
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(http.RequestAborted);
            var before = act.Catalog.Templates.GetValueOrDefault(template.Key);
            var changes = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(template));
            return Edit(known, text, template, changes, await WouldFail.ReadAsync(db, act, template, http.RequestAborted));
        }

        var published = await writer.WriteAsync((db, token) => PublishTemplate.RunAsync(db, act, template, token), http.RequestAborted);
        return published.Refused(out refusal, out _) ? Edit(known, text, template, refusal: refusal) : Page.To($"/templates/{template.Key}");
    }

    private static Outcome<Template> ReadOne(string? key, string text)
    {
        if (key is not null)
            return PublishTemplate.ReadOne(key, text);
        var (templates, faults) = TemplateFile.Parse(text);
        return faults.Count == 0 && templates.Count == 1 ? templates[0] : PublishTemplate.ReadOne(templates.Count > 0 ? templates[0].Key : "", text);
    }
}
