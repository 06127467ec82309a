using System.Text.Json;
using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Drafts;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.FanningOut;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Handing over: choose the template, fill in its form.</summary>
internal static class HandOverPages
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    internal static void MapHandOver(this RouteGroupBuilder pages)
    {
        pages.MapGet("/hand-over", ChooseAsync);
        pages
            .MapGet(
                "/hand-over/{template}",
                async (HttpContext http, string template) =>
                    FindTemplate(http.RequestContext(), template, out var version) is { } refused
                        ? Page.Of(refused)
                        : await GoOnAsync(http, version!) ?? await BeginAsync(http, version!)
            )
            .LeadsToWhatBecameOfIt();
        var options = ((IEndpointRouteBuilder)pages).ServiceProvider.GetRequiredService<AttachmentOptions>();
        var withFile = new BodyLimit(
            options.LargestBody + AttachmentOptions.Tolerated,
            AttachmentOptions.TooLarge(options)
        );
        pages.MapPost("/hand-over/{template}", CreateAsync).WithManyInputs().WithMetadata(withFile);
        pages
            .MapGet("/handoffs/{id:long}/edit", (HttpContext http, long id) => EditPages.EditAsync(http, id, null))
            .LeadsToWhatBecameOfIt();
        pages
            .MapPost(
                "/handoffs/{id:long}/edit",
                async (HttpContext http, long id) => await EditPages.EditAsync(http, id, await Form.ReadAsync(http))
            )
            .WithManyInputs()
            .WithMetadata(withFile);
    }

    /// <summary>Who has one template needs no choice.</summary>
    private static async Task<IResult> ChooseAsync(HttpContext http, BatonDb db)
    {
        Handoff? parent = null;
        if (await ParentLink.FindAsync(http, db, null) is { } named && named.Refused(out var refusal, out parent))
            return Page.Of(refusal);
        var usable = ChooseTemplatePage.UsableBy(http.RequestContext());
        return usable is [var only] && http.Request.Query["all"] != "true"
            ? Page.To($"/hand-over/{Uri.EscapeDataString(only.Key)}{http.Request.QueryString}")
            : Page.Of<ChooseTemplatePage>(new { Parent = ParentLink.Of(parent) });
    }

    /// <summary>
    /// An empty form, or one that its address fills in, such as
    /// <c>?v.client_name=Acme&amp;external_key=D-7&amp;source=https://crm.example/7</c>.
    /// </summary>
    private static async Task<IResult> BeginAsync(HttpContext http, TemplateVersion template)
    {
        if (http.Request.Query.Count == 0)
            return HandOverForm.Show(template, template.Fields, Nothing, null, null, null);
        var db = http.RequestServices.GetRequiredService<BatonDb>();
        Handoff? parent = null;
        if (await ParentLink.FindAsync(http, db, null) is { } named && named.Refused(out var refusal, out parent))
            return Page.Of(refusal);
        var form = new Form(new FormCollection(http.Request.Query.ToDictionary()));
        var carried = await CarriedAsync(http, db, template, parent);
        var context = ContextValues.Merge(
            carried,
            ContextForm.Read(Named(template, form), form, Nothing, http.Numbers())
        );
        return HandOverForm.Show(template, template.Fields, context, null, form, null, parent: parent);
    }

    /// <summary>A group of inputs says nothing where the address does not name it, as a form would.</summary>
    private static IEnumerable<Field> Named(Template template, Form form) =>
        template.Fields.Where(field => FilledInput.IsIn(form, field.Key));

    /// <summary>What the next leg takes over from what it follows from.</summary>
    private static async Task<JsonElement> CarriedAsync(
        HttpContext http,
        BatonDb db,
        Template template,
        Handoff? parent
    )
    {
        if (parent is null)
            return Nothing;
        var caller = http.RequestContext().Caller;
        var carried = await CarriedValues.ReadAsync(db, caller, template, parent);
        return CarriedValues.Fill(Nothing, carried, null, ProvenanceKind.Typed).Context;
    }

    /// <summary>
    /// What was typed; of what could have been taken over also that it was taken away, or it would be filled in again.
    /// </summary>
    private static JsonElement Sent(JsonElement typed, JsonElement carried) =>
        ContextValues.WithoutNulls(typed, name => !carried.TryGetProperty(name, out _));

    /// <summary>What its author was typing; null where the address names no draft of theirs.</summary>
    private static async Task<IResult?> GoOnAsync(HttpContext http, TemplateVersion template)
    {
        if (await DraftOf.OpenAsync(http) is not { } left)
            return null;
        var db = http.RequestServices.GetRequiredService<BatonDb>();
        var parent = await ParentLink.FindAsync(http, db, left) is { } named ? named.Value : null;
        var before = await CarriedAsync(http, db, template, parent);
        var context = ContextValues.Merge(Nothing, ContextForm.Read(template.Fields, left, before, http.Numbers()));
        return HandOverForm.Show(template, template.Fields, context, null, left, null, parent: parent);
    }

    private static Refusal? FindTemplate(RequestContext requestContext, string key, out TemplateVersion? template)
    {
        template = requestContext.Catalog.Templates.GetValueOrDefault(key);
        if (template is null)
            return Refusal.NotFound(T("template {0}", key));
        return requestContext.Caller.Is(template.FromTeam)
            ? null
            : Refusal.Forbidden(
                T(
                    "Only members of {0} can hand over with this template.",
                    requestContext.Catalog.NameOfTeam(template.FromTeam)
                )
            );
    }

    private static async Task<IResult> CreateAsync(HttpContext http, string template, StoreModel model)
    {
        using var underWay = SentFile.BeginWith(http);
        var requestContext = http.RequestContext();
        var form = await Form.ReadAsync(http);
        if (FindTemplate(requestContext, template, out var version) is { } refused)
            return Page.Of(refused);
        var db = http.RequestServices.GetRequiredService<BatonDb>();
        var parent = await ParentLink.FindAsync(http, db, form) is { } named ? named.Value : null;
        var before = await CarriedAsync(http, db, version!, parent);
        var typed = ContextForm.Read(version!.Fields, form, before, http.Numbers());
        var context = ContextValues.Merge(Nothing, typed);
        var similar = await HandOverForm.SimilarAsync(http, version, context, null);
        var withFile = SentFile.IsIn(http);
        if (!withFile && form.Text("do") is "preview" or SentFile.Add)
            return HandOverForm.Preview(version, version.Fields, context, null, form, similar, parent);
        if (form.Texts("to") is { Count: > 0 } teams)
            return await FanOutAsync(
                http,
                form,
                new FanOutRequest(
                    template,
                    teams,
                    Sent(typed, before),
                    HandOverForm.WaiversOf(form),
                    form.Optional("priority") ?? "normal",
                    ParentLink.IdOf(http, form)
                ),
                Refused
            );
        var request = new CreateHandoffRequest(
            template,
            Sent(typed, before),
            Draft: withFile || form.Text("do") == "keep",
            Waivers: HandOverForm.WaiversOf(form),
            Priority: form.Optional("priority") ?? "normal",
            ExternalKey: form.Optional("external_key"),
            ParentId: ParentLink.IdOf(http, form)
        );
        var work = DraftOf.Using(http, form, CreateHandoff.Prepare(model.Value, requestContext, request), Next);
        return withFile
            ? await KeepWithFileAsync(http, form, work, Refused, underWay!)
            : await http.PostAsync(work, Next, refusal => Task.FromResult(Refused(refusal)));

        IResult Refused(Refusal why) =>
            HandOverForm.Show(version, version.Fields, context, null, Whole(), why, similar: similar, parent: parent);

        // What stands behind a file is read by now, too.
        Form Whole() => withFile ? new(http.Request.Form) : form;
    }

    /// <summary>
    /// A draft holds the file from then on, whatever the gate says, and goes on as if its own form had been sent.
    /// </summary>
    private static async Task<IResult> KeepWithFileAsync(
        HttpContext http,
        Form form,
        Func<BatonDb, CancellationToken, Task<Outcome<CreateHandoff.Result>>> work,
        Func<Refusal, IResult> refused,
        IDisposable underWay
    )
    {
        var outcome = await http.OnceAsync(work, Next);
        underWay.Dispose();
        if (!outcome.Refused(out var refusal, out var done) && done.First)
        {
            http.Request.Path = $"{done.Next}/edit";
            return await EditPages.EditAsync(http, done.Value!.Handoff.Id, form);
        }

        await UploadForm.PassOverAsync(http);
        return refusal is null ? Results.LocalRedirect(done!.Next) : refused(refusal);
    }

    /// <summary>On to the first of them, whose page shows all.</summary>
    private static async Task<IResult> FanOutAsync(
        HttpContext http,
        Form form,
        FanOutRequest request,
        Func<Refusal, IResult> refused
    )
    {
        if (form.Text("do") == "keep" || SentFile.IsIn(http))
        {
            await SentFile.PassOverAsync(http);
            return refused(Refusal.Invalid("to", "rule", T("A draft goes to one team. Choose no other teams for it.")));
        }

        var model = http.RequestServices.GetRequiredService<StoreModel>().Value;
        return await http.PostAsync(
            DraftOf.Using(http, form, FanOutHandoffs.Prepare(model, http.RequestContext(), request), NextOf),
            NextOf,
            why => Task.FromResult(refused(why))
        );

        static string NextOf(FanOutHandoffs.Result result) => $"/handoffs/{result.Handoffs[0].Id}";
    }

    private static string Next(CreateHandoff.Result created) =>
        created.Handoff.Shift is null ? $"/handoffs/{created.Handoff.Id}" : ShiftPages.PathOf(created.Handoff.Id);
}
