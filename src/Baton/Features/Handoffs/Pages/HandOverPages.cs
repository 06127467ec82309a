using System.Text.Json;
using Baton.Client;
using Baton.Features.Drafts;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.FanningOut;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Handing over: choose the template, fill in its form; edit a draft; fix what was returned.</summary>
internal static class HandOverPages
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    internal static void MapHandOver(this RouteGroupBuilder pages)
    {
        pages.MapGet("/hand-over", ChooseAsync);
        pages.MapGet(
            "/hand-over/{template}",
            async (HttpContext http, string template) =>
                FindTemplate(http.RequestContext(), template, out var version) is { } refused
                    ? Page.Of(refused)
                    : await GoOnAsync(http, version!) ?? await BeginAsync(http, version!)
        );
        pages.MapPost("/hand-over/{template}", CreateAsync);
        pages.MapGet("/handoffs/{id:long}/edit", (HttpContext http, long id) => EditAsync(http, id, null));
        pages.MapPost(
            "/handoffs/{id:long}/edit",
            async (HttpContext http, long id) => await EditAsync(http, id, await Form.ReadAsync(http))
        );
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
            return Show(template, template.Fields, Nothing, null, null, null);
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
        return Show(template, template.Fields, context, null, form, null, parent: parent);
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

    /// <summary>The form of a draft that the gate refused, with what it says.</summary>
    internal static Task<IResult> ShowRefusedAsync(HttpContext http, long id, Refusal refusal) =>
        EditAsync(http, id, null, refusal);

    /// <summary>What its author was typing; null where the address names no draft of theirs.</summary>
    private static async Task<IResult?> GoOnAsync(HttpContext http, TemplateVersion template)
    {
        if (await DraftOf.OpenAsync(http) is not { } left)
            return null;
        var db = http.RequestServices.GetRequiredService<BatonDb>();
        var parent = await ParentLink.FindAsync(http, db, left) is { } named ? named.Value : null;
        var before = await CarriedAsync(http, db, template, parent);
        var context = ContextValues.Merge(Nothing, ContextForm.Read(template.Fields, left, before, http.Numbers()));
        return Show(template, template.Fields, context, null, left, null, parent: parent);
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
        var requestContext = http.RequestContext();
        var form = await Form.ReadAsync(http);
        if (FindTemplate(requestContext, template, out var version) is { } refused)
            return Page.Of(refused);
        var db = http.RequestServices.GetRequiredService<BatonDb>();
        var parent = await ParentLink.FindAsync(http, db, form) is { } named ? named.Value : null;
        var before = await CarriedAsync(http, db, version!, parent);
        var typed = ContextForm.Read(version!.Fields, form, before, http.Numbers());
        var context = ContextValues.Merge(Nothing, typed);
        var similar = await SimilarAsync(http, version, context, null);
        if (form.Text("do") == "preview")
            return Preview(version, version.Fields, context, null, form, similar, parent);
        if (form.Texts("to") is { Count: > 0 } teams)
            return await FanOutAsync(
                http,
                form,
                new FanOutRequest(
                    template,
                    teams,
                    Sent(typed, before),
                    WaiversOf(form),
                    form.Optional("priority") ?? "normal",
                    ParentLink.IdOf(http, form)
                ),
                why => Show(version, version.Fields, context, null, form, why, similar: similar, parent: parent)
            );
        var request = new CreateHandoffRequest(
            template,
            Sent(typed, before),
            Draft: form.Text("do") == "keep",
            Waivers: WaiversOf(form),
            Priority: form.Optional("priority") ?? "normal",
            ExternalKey: form.Optional("external_key"),
            ParentId: ParentLink.IdOf(http, form)
        );
        return await http.PostAsync(
            DraftOf.Using(http, form, CreateHandoff.Prepare(model.Value, requestContext, request), Next),
            Next,
            refusal =>
                Task.FromResult(
                    Show(version, version.Fields, context, null, form, refusal, similar: similar, parent: parent)
                )
        );
    }

    /// <summary>On to the first of them, whose page shows all.</summary>
    private static async Task<IResult> FanOutAsync(
        HttpContext http,
        Form form,
        FanOutRequest request,
        Func<Refusal, IResult> refused
    )
    {
        if (form.Text("do") == "keep")
            return refused(Refusal.Invalid("to", "rule", T("A draft goes to one team. Choose no other teams for it.")));
        var model = http.RequestServices.GetRequiredService<StoreModel>().Value;
        return await http.PostAsync(
            DraftOf.Using(http, form, FanOutHandoffs.Prepare(model, http.RequestContext(), request), NextOf),
            NextOf,
            why => Task.FromResult(refused(why))
        );

        static string NextOf(FanOutHandoffs.Result result) => $"/handoffs/{result.Handoffs[0].Id}";
    }

    private static string Next(CreateHandoff.Result created) => $"/handoffs/{created.Handoff.Id}";

    private static async Task<IResult> EditAsync(HttpContext http, long id, Form? form, Refusal? why = null)
    {
        var requestContext = http.RequestContext();
        var services = http.RequestServices;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        if ((await db.FindAsync(requestContext, id)).Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        if (handoff.Refuse(EditHandoff.Command, requestContext.Caller) is { } cannot)
            return Page.Of(cannot);
        var template = requestContext.TemplateOf(handoff);
        var record = HandoffRecords.Of(
            handoff,
            requestContext.Caller,
            requestContext.Now,
            services.GetRequiredService<BaseUrl>().Value
        );
        var fields = FieldsOf(template, handoff, http.Request.Query["all"] == "true");
        if (form is null && await DraftOf.OpenAsync(http) is { } left)
        {
            var typed = ContextForm.Read(fields, left, handoff.Context, http.Numbers());
            return Show(template, fields, ContextValues.Merge(handoff.Context, typed), record, left, why);
        }

        if (form is null)
        {
            var alike = await SimilarAsync(http, template, handoff.Context, handoff);
            return Show(template, fields, handoff.Context, record, null, why, similar: alike);
        }

        var values = ContextForm.Read(fields, form, handoff.Context, http.Numbers());
        var context = ContextValues.Merge(handoff.Context, values);
        var similar = await SimilarAsync(http, template, context, handoff);
        if (form.Text("do") == "preview")
            return Preview(template, fields, context, record, form, similar);
        var over = form.Text("do") == "over" ? new InitiateRequest(WaiversOf(form), RepliesOf(form)) : null;
        return await KeepAsync(
            http,
            form,
            id,
            new EditRequest(values),
            over,
            why => Task.FromResult(Show(template, fields, context, record, form, why, similar: similar))
        );
    }

    /// <summary>What was typed is kept even where it cannot be handed over yet.</summary>
    private static Task<IResult> KeepAsync(
        HttpContext http,
        Form form,
        long id,
        EditRequest edit,
        InitiateRequest? over,
        Func<Refusal, Task<IResult>> refused
    )
    {
        var requestContext = http.RequestContext();
        var factory = http.RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>();
        return over is null
            ? http.PostJudgedAsync<Handoff>(
                async token =>
                    Using<Handoff>(
                        (await EditHandoff.Command.PrepareAsync(factory, requestContext, id, edit, token)).Invoke
                    ),
                _ => $"/handoffs/{id}",
                refused
            )
            : http.PostJudgedAsync(
                async token => Using(await JudgeInitiate.JudgeAsync(factory, requestContext, id, over, edit, token)),
                _ => $"/handoffs/{id}",
                refused
            );

        Func<BatonDb, CancellationToken, Task<Outcome<T>>> Using<T>(
            Func<BatonDb, CancellationToken, Task<Outcome<T>>> work
        ) => DraftOf.Using(http, form, work, _ => $"/handoffs/{id}");
    }

    /// <summary>Of what was returned, just the fields that the receiver named.</summary>
    private static IReadOnlyList<Field> FieldsOf(Template template, Handoff handoff, bool all)
    {
        var named = template
            .Fields.Where(field => handoff.Findings.Any(finding => finding.Field == field.Key))
            .ToList();
        return all || handoff.Status != HandoffStatus.Returned || named.Count == 0 ? template.Fields : named;
    }

    /// <summary>What was handed over stands beside others already; only what may still begin is compared.</summary>
    private static async Task<IReadOnlyList<SimilarHandoff>> SimilarAsync(
        HttpContext http,
        Template template,
        JsonElement context,
        Handoff? handoff
    )
    {
        if (handoff is not null && handoff.Status != HandoffStatus.Draft)
            return [];
        var db = http.RequestServices.GetRequiredService<BatonDb>();
        return await SimilarHandoffs.OfAsync(
            db,
            http.RequestContext(),
            template,
            context,
            handoff?.Id,
            http.RequestAborted
        );
    }

    /// <summary>What the receivers would see, and what the gate would say now.</summary>
    private static IResult Preview(
        Template template,
        IReadOnlyList<Field> fields,
        JsonElement context,
        HandoffRecord? handoff,
        Form form,
        IReadOnlyList<SimilarHandoff> similar,
        Handoff? parent = null
    )
    {
        var gate = Gate.Check(template, context, WaiversBy(handoff, form));
        return Show(template, fields, context, handoff, form, null, gate.Errors, preview: true, similar, parent);
    }

    private static IResult Show(
        Template template,
        IReadOnlyList<Field> fields,
        JsonElement context,
        HandoffRecord? handoff,
        Form? form,
        Refusal? refusal,
        IReadOnlyList<FieldError>? faults = null,
        bool preview = false,
        IReadOnlyList<SimilarHandoff>? similar = null,
        Handoff? parent = null
    ) =>
        Page.Of<HandOverPage>(
            new
            {
                Template = template,
                Fields = fields,
                Context = context,
                Handoff = handoff,
                Typed = form?.Fields ?? FormCollection.Empty,
                Gate = GateProgress.Of(template, context, WaiversBy(handoff, form)),
                Similar = similar ?? [],
                Parent = ParentLink.Of(parent),
                Preview = preview ? ContextLine.Of(template, context, null, [], []) : null,
                Faults = faults ?? (refusal is null ? [] : Page.FaultsOf(refusal)),
            },
            refusal?.Status ?? 200
        );

    /// <summary>
    /// The fields that are waived: those of before, and those of the form; by whom does not matter yet.
    /// </summary>
    private static IReadOnlyList<Waiver> WaiversBy(HandoffRecord? handoff, Form? form) =>
        JudgeInitiate.Together(
            handoff?.Waivers ?? [],
            form is null ? [] : CreateHandoff.WaiversOf(WaiversOf(form), "")
        );

    private static IReadOnlyList<WaiverRequest> WaiversOf(Form form) =>
        [
            .. form.Under("waive.")
                .Where(waiver => !Blank.Is(waiver.Text))
                .Select(waiver => new WaiverRequest(waiver.Name, waiver.Text.Trim())),
        ];

    private static Dictionary<string, string> RepliesOf(Form form) =>
        form.Under("reply.")
            .Where(reply => !Blank.Is(reply.Text))
            .ToDictionary(reply => reply.Name, reply => reply.Text.Trim());
}
