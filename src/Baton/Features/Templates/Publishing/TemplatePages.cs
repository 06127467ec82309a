using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates.Publishing;

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
        pages.MapPost("/templates/new", (Delegate)((HttpContext http) => PublishAsync(http, null)));
        pages.MapGet("/templates/{key}", (HttpContext http, string key) => Show(http, key, null));
        pages.MapGet("/templates/{key}/versions/{n:int}", (HttpContext http, string key, int n) => Show(http, key, n));
        pages.MapGet(
            "/templates/{key}/edit",
            (HttpContext http, string key) =>
                http.RequestContext().Catalog.Templates.TryGetValue(key, out var known)
                    ? Edit(known, TemplateYaml.Write(SuggestedChange.Apply(known, http.Request.Query)))
                    : Page.Of(Refusal.NotFound($"template {key}"))
        );
        pages.MapPost("/templates/{key}/edit", (HttpContext http, string key) => PublishAsync(http, key));
    }

    private static IResult Show(HttpContext http, string key, int? version)
    {
        var catalog = http.RequestContext().Catalog;
        if (
            catalog.Templates.GetValueOrDefault(key) is not { } newest
            || catalog.Version(key, version ?? newest.Version) is not { } shown
        )
            return Page.Of(
                Refusal.NotFound(version is null ? $"template {key}" : $"template {key}, version {version},")
            );
        var before = catalog.Version(key, shown.Version - 1);
        var changes = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(shown));
        return Page.Of<TemplatePage>(
            new
            {
                Template = shown,
                Newest = newest.Version,
                Changes = changes,
                Yaml = TemplateYaml.Write(shown),
            }
        );
    }

    private static IResult Edit(TemplateVersion? known, string text, Refusal? refusal = null, Draft? draft = null)
    {
        var (status, faults) = refusal is null ? (200, []) : (refusal.Status, Page.FaultsOf(refusal));
        return Page.Of<EditTemplatePage>(
            new
            {
                Published = known,
                Text = text,
                Faults = faults,
                Draft = draft ?? new Draft { Seen = known?.Version ?? PublishTemplate.NotThere },
            },
            status
        );
    }

    private static async Task<IResult> PublishAsync(HttpContext http, string? key)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var text = form.Text("text");
        var known = key is null ? null : context.Catalog.Templates.GetValueOrDefault(key);
        if (key is not null && known is null)
            return Page.Of(Refusal.NotFound($"template {key}"));
        var draft = new Draft { Seen = form.Number("seen") ?? known?.Version ?? PublishTemplate.NotThere };
        if (ReadOne(key, text).Refused(out var refusal, out var template))
            return Edit(known, text, refusal, draft);
        if (form.Text("do") != "publish")
            return Edit(known, text, null, await PreviewAsync(http, context, template, draft));
        return await http.PostAsync(
            (db, token) => PublishTemplate.RunAsync(db, context with { IfMatch = draft.Seen }, template, token),
            _ => $"/templates/{template.Key}",
            async why =>
                Edit(
                    known,
                    text,
                    why,
                    why.Status == 412 ? await MeanwhileAsync(http, template, draft) : draft with { Preview = template }
                )
        );
    }

    private static async Task<Draft> PreviewAsync(
        HttpContext http,
        RequestContext context,
        Template template,
        Draft draft
    )
    {
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var before = context.Catalog.Templates.GetValueOrDefault(template.Key);
        var (looked, failed) = await WouldFail.ReadAsync(db, context, template, http.RequestAborted);
        return draft with
        {
            Preview = template,
            Looked = looked,
            Failed = failed,
            Changes = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(template)),
        };
    }

    /// <summary>What somebody else published since the page was read: shown, and from here on seen.</summary>
    private static async Task<Draft> MeanwhileAsync(HttpContext http, Template template, Draft draft)
    {
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var versions = await db
            .Templates.AsNoTracking()
            .Where(row => row.Key == template.Key && row.Version >= draft.Seen)
            .OrderBy(row => row.Version)
            .ToListAsync(http.RequestAborted);
        var before = versions.Find(version => version.Version == draft.Seen);
        var newest = versions[^1];
        return draft with
        {
            Preview = template,
            Seen = newest.Version,
            Meanwhile = LineDiff.Of(
                before is null ? "" : TemplateYaml.Write(before.Content),
                TemplateYaml.Write(newest.Content)
            ),
            Changes = LineDiff.Of(TemplateYaml.Write(newest.Content), TemplateYaml.Write(template)),
        };
    }

    private static Outcome<Template> ReadOne(string? key, string text)
    {
        if (key is not null)
            return PublishTemplate.ReadOne(key, text);
        var (templates, faults) = TemplateFile.Parse(text);
        return faults.Count == 0 && templates.Count == 1
            ? templates[0]
            : PublishTemplate.ReadOne(templates.Count > 0 ? templates[0].Key : "", text);
    }
}

/// <summary>What is known of a text that is not published yet.</summary>
public sealed record Draft
{
    /// <summary>The version that was the newest when the text was last shown.</summary>
    public int Seen { get; init; }

    public Template? Preview { get; init; }

    public IReadOnlyList<DiffLine> Changes { get; init; } = [];

    /// <summary>What somebody else published while it was written.</summary>
    public IReadOnlyList<DiffLine> Meanwhile { get; init; } = [];

    /// <summary>How many handoffs it was tried on, and which would have failed; null when it was not tried.</summary>
    public int? Looked { get; init; }

    public IReadOnlyList<Failed> Failed { get; init; } = [];
}
