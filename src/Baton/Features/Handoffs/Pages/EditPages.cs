using System.Text.Json;
using Baton.Client;
using Baton.Features.Drafts;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Edits a draft, corrects what was handed over, and fixes what was returned.</summary>
internal static class EditPages
{
    /// <summary>The form of a draft that the gate refused, with what it says.</summary>
    internal static Task<IResult> ShowRefusedAsync(HttpContext http, long id, Refusal refusal) =>
        EditAsync(http, id, null, refusal);

    internal static async Task<IResult> EditAsync(HttpContext http, long id, Form? form, Refusal? why = null)
    {
        // What came with the form is kept first, whatever is said of the rest.
        if (form is not null)
        {
            why = await SentFile.TakeAsync(http, id, form);
            form = await Form.ReadAsync(http); // what stood behind the file is read now, such as the button
        }

        using var underWay = SentFile.BeginWith(http);
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
        var left = form is null ? await DraftOf.OpenAsync(http) : null;
        var fields = FieldsOf(template, handoff, http.Request.Query["all"] == "true");
        var shown = ShownIn(form ?? left) ?? ShownValues.Of(handoff, fields);
        fields = shown.FieldsOf(template);
        if (left is not null)
        {
            var typed = ContextForm.Read(fields, left, shown.Values, http.Numbers());
            var merged = ContextValues.Merge(handoff.Context, typed);
            return HandOverForm.Show(template, fields, merged, record, left, why, shown: shown);
        }

        if (form is null)
        {
            var alike = await HandOverForm.SimilarAsync(http, template, handoff.Context, handoff);
            return HandOverForm.Show(
                template,
                fields,
                handoff.Context,
                record,
                null,
                why,
                similar: alike,
                shown: shown
            );
        }

        var values = ContextForm.Read(fields, form, shown.Values, http.Numbers());
        var context = ContextValues.Merge(handoff.Context, values);
        var similar = await HandOverForm.SimilarAsync(http, template, context, handoff);
        if (why is not null || SentFile.IsAll(form))
            return HandOverForm.Show(template, fields, context, record, form, why, similar: similar, shown: shown);
        if (form.Text("do") == "preview")
            return HandOverForm.Preview(template, fields, context, record, form, similar, shown: shown);
        var over = form.Text("do") == "over" ? new InitiateRequest(Replies: RepliesOf(form)) : null;
        var (own, conflicts) = shown.Meanwhile(values, handoff.Context, template);
        return await KeepAsync(
            http,
            form,
            id,
            new EditRequest(own, Waivers: HandOverForm.WaiversOf(form, handoff.Waivers)),
            over,
            shown.RefuseStatus(handoff)
                ?? (conflicts.Count > 0 ? ShownValues.Refuse(conflicts, handoff.Context) : null),
            refused =>
                Task.FromResult(
                    HandOverForm.Show(
                        template,
                        fields,
                        context,
                        record,
                        form,
                        refused,
                        similar: similar,
                        shown: refused.Type == "changed" ? shown.Told(handoff, conflicts) : shown
                    )
                )
        );
    }

    private static ShownValues? ShownIn(Form? form) => form is null ? null : ShownValues.In(form);

    /// <summary>What was typed is kept even where it cannot be handed over yet.</summary>
    private static Task<IResult> KeepAsync(
        HttpContext http,
        Form form,
        long id,
        EditRequest edit,
        InitiateRequest? over,
        Refusal? meanwhile,
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
        ) =>
            DraftOf.Using<T>(
                http,
                form,
                // The same form sent twice is answered as the first time, before it is asked what others changed.
                async (db, token) => meanwhile is null ? await work(db, token) : meanwhile,
                _ => $"/handoffs/{id}"
            );
    }

    /// <summary>Of what was returned, just the fields that the receiver named.</summary>
    private static IReadOnlyList<Field> FieldsOf(Template template, Handoff handoff, bool all)
    {
        var named = template
            .Fields.Where(field => handoff.Findings.Any(finding => finding.Field == field.Key))
            .ToList();
        return all || handoff.Status != HandoffStatus.Returned || named.Count == 0 ? template.Fields : named;
    }

    internal static Dictionary<string, string> RepliesOf(Form form) =>
        form.Under("reply.")
            .Where(reply => !Blank.Is(reply.Text))
            .ToDictionary(reply => reply.Name, reply => reply.Text.Trim());
}
