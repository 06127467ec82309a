using System.Globalization;
using Baton.Client;
using Baton.Features.Drafts;
using Baton.Features.Organization;
using Baton.Features.Templates.Publishing.Gallery;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// Writing a template, as a form or as text. Every button sends the whole of it and gets it back; only Publish stores
/// something.
/// </summary>
internal static class BuilderPages
{
    internal static void MapTemplateBuilder(this RouteGroupBuilder pages)
    {
        pages.MapGet("/templates/new", (Delegate)NewAsync).LeadsToWhatBecameOfIt();
        pages.MapPost("/templates/new", (Delegate)((HttpContext http) => AnswerAsync(http, null))).WithManyInputs();
        pages
            .MapGet("/templates/{key}/edit", (HttpContext http, string key) => EditAsync(http, key))
            .LeadsToWhatBecameOfIt();
        pages
            .MapPost(
                "/templates/{key}/edit",
                (HttpContext http, string key) =>
                    Newest(http, key) is { } known ? AnswerAsync(http, known) : NotFoundAsync(key)
            )
            .WithManyInputs();
    }

    private static async Task<IResult> NewAsync(HttpContext http)
    {
        if (await DraftOf.OpenAsync(http) is { } left)
            return await AnswerAsync(http, null, left, "refresh");
        var context = http.RequestContext();
        var query = http.Request.Query;
        var from = query["from"].ToString();
        if (from.Length == 0 && query["tab"].Count == 0)
            return Page.Of<NewTemplatePage>();
        return StartingPoints.Named(context.Catalog, from, VersionIn(query)) is { } start
            ? await ShowAsync(http, null, start)
            : Page.Of(Refusal.NotFound(T("starting point {0}", from)));
    }

    private static async Task<IResult> EditAsync(HttpContext http, string key)
    {
        if (Newest(http, key) is not { } known)
            return await NotFoundAsync(key);
        if (await DraftOf.OpenAsync(http) is { } left)
            return await AnswerAsync(http, known, left, "refresh");
        var query = http.Request.Query;
        var version = VersionIn(query) ?? known.Version;
        return http.RequestContext().Catalog.Version(key, version) is { } start
            ? await ShowAsync(http, known, SuggestedChange.Apply(start, query))
            : Page.Of(Refusal.NotFound(T("template {0}, version {1},", key, version)));
    }

    /// <summary>The older version that the page begins with.</summary>
    private static int? VersionIn(IQueryCollection query) =>
        int.TryParse(query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static TemplateVersion? Newest(HttpContext http, string key) =>
        http.RequestContext().Catalog.Templates.GetValueOrDefault(key);

    private static Task<IResult> NotFoundAsync(string key) =>
        Task.FromResult(Page.Of(Refusal.NotFound(T("template {0}", key))));

    /// <summary>The page as it opens.</summary>
    private static async Task<IResult> ShowAsync(HttpContext http, TemplateVersion? known, Template template)
    {
        var view = new BuilderView
        {
            Published = known,
            Seen = known?.Version ?? PublishTemplate.NotThere,
            Text = http.Request.Query["tab"] == "yaml" ? TemplateYaml.Write(template) : null,
            State = http.Request.Query["tab"] == "yaml" ? null : BuilderForm.Show(template, known, http.Numbers()),
            Template = template.Fields.Count > 0 ? template : null,
        };
        return Render(await BuilderLook.AtAsync(http, view));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, TemplateVersion? known)
    {
        var form = await Form.ReadAsync(http);
        return await AnswerAsync(http, known, form, form.Text("do"));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, TemplateVersion? known, Form form, string button)
    {
        var isText = form.Has("text");
        var state = isText ? null : BuilderState.Of(form);
        var isRowButton = state?.Press(button) == true;
        var read = isText
            ? TemplateFile.Parse(form.Text("text"), http.RequestContext().Catalog.Templates)
            : BuilderForm.Read(state!, http.RequestContext().Catalog, known is null, http.Numbers());
        var view = new BuilderView
        {
            Published = known,
            Seen = known is null ? PublishTemplate.NotThere : form.Number("seen") ?? known.Version,
            Note = form.Text("note"),
            State = state,
            Text = isText ? form.Text("text") : null,
            Template = read.Templates is [var only] ? only : null,
            FaultyLines = isText ? [.. read.Faults.Select(fault => BuilderFaults.LineOf(fault) ?? 0)] : [],
        };
        if (button == "publish")
            return await PublishAsync(http, form, view, read);
        var faults = FaultsOf(view, read);
        view = button switch
        {
            "yaml" when (view.Template ?? Unfinished(http, state, known)) is { } template => view with
            {
                State = null,
                Text = TemplateYaml.Write(template),
            },
            "form" when view.Template is { } template => view with
            {
                State = BuilderForm.Show(template, known, http.Numbers()),
                Text = null,
            },
            _ => view with { Faults = isRowButton || button is "refresh" or "look" ? [] : faults },
        };
        var isWrong = view.Faults.Count > 0 || (button == "look" && faults.Count > 0);
        return Render(await BuilderLook.AtAsync(http, view), isWrong ? 422 : 200);
    }

    private static Template? Unfinished(HttpContext http, BuilderState? state, TemplateVersion? known) =>
        state is null
            ? null
            : BuilderForm.Unfinished(state, http.RequestContext().Catalog, known is null, http.Numbers());

    private static async Task<IResult> PublishAsync(
        HttpContext http,
        Form form,
        BuilderView view,
        TemplateFileResult read
    )
    {
        if (view.Template is not { } template || FaultsOf(view, read) is { Count: > 0 })
        {
            var refused = view with { Faults = FaultsOf(view, read), IsRefused = true };
            return Render(await BuilderLook.AtAsync(http, refused), 422);
        }

        var seen = http.RequestContext() with { IfMatch = view.Seen };
        return await http.PostAsync(
            DraftOf.Using<PublishTemplate.Result>(
                http,
                form,
                (db, token) => PublishTemplate.RunAsync(db, seen, template, view.Note, token),
                _ => $"/templates/{template.Key}"
            ),
            _ => $"/templates/{template.Key}",
            why => RefusedAsync(http, view with { Faults = Page.FaultsOf(why), IsRefused = true }, why)
        );
    }

    /// <summary>
    /// What somebody else published since the page was read is shown, and from here on seen. A new template never
    /// takes the place of another one.
    /// </summary>
    private static async Task<IResult> RefusedAsync(HttpContext http, BuilderView view, Refusal why)
    {
        var isStale = why.Status == StatusCodes.Status412PreconditionFailed;
        if (isStale && view.Published is null)
            view = view with { Faults = [BuilderFaults.TakenKey(view)] };
        var looked = await BuilderLook.AtAsync(http, view);
        if (!isStale || view.Published is null)
            return Render(looked, why.Status);
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        // The page says who published what, and what became of it.
        var merged = await BuilderLook.MeanwhileAsync(
            db,
            looked with
            {
                Faults = [],
            },
            http.RequestContext().Catalog,
            http.Numbers(),
            http.RequestAborted
        );
        return Render(merged, why.Status);
    }

    private static IReadOnlyList<FieldError> FaultsOf(BuilderView view, TemplateFileResult read)
    {
        if (read.Faults.Count > 0)
            return view.State is { } state ? BuilderFaults.Of(state, read.Faults) : BuilderFaults.OfText(read.Faults);
        if (read.Templates.Count != 1)
            return
            [
                new FieldError(
                    "text",
                    "rule",
                    T("The text must contain one template; it contains {0}.", read.Templates.Count)
                ),
            ];
        return view.Published is { } published && published.Key != read.Templates[0].Key
            ?
            [
                new FieldError(
                    "text",
                    "rule",
                    T(
                        "key is {0}, but this page edits {1}. Use the same key in both.",
                        read.Templates[0].Key,
                        published.Key
                    )
                ),
            ]
            : [];
    }

    private static IResult Render(BuilderView view, int status = 200)
    {
        view.State?.Mark(view.Faults);
        return Page.Of<BuilderPage>(new { View = view }, status);
    }
}
