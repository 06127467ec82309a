using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>The form of a handoff as it stands, with what the gate and the lists say of it.</summary>
internal static class HandOverForm
{
    /// <summary>What the names of the inputs begin with that take the reasons of waivers.</summary>
    internal const string Waive = "waive.";

    /// <summary>What was handed over stands beside others already; only what may still begin is compared.</summary>
    internal static async Task<IReadOnlyList<SimilarHandoff>> SimilarAsync(
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
    internal static IResult Preview(
        Template template,
        IReadOnlyList<Field> fields,
        JsonElement context,
        HandoffRecord? handoff,
        Form form,
        IReadOnlyList<SimilarHandoff> similar,
        Handoff? parent = null,
        ShownValues? shown = null
    )
    {
        var gate = Gate.Check(template, context, WaiversBy(handoff, form));
        return Show(template, fields, context, handoff, form, null, gate.Errors, true, similar, parent, shown);
    }

    internal static IResult Show(
        Template template,
        IReadOnlyList<Field> fields,
        JsonElement context,
        HandoffRecord? handoff,
        Form? form,
        Refusal? refusal,
        IReadOnlyList<FieldError>? faults = null,
        bool preview = false,
        IReadOnlyList<SimilarHandoff>? similar = null,
        Handoff? parent = null,
        ShownValues? shown = null
    ) =>
        Page.Of<HandOverPage>(
            new
            {
                Template = template,
                Fields = fields,
                Context = context,
                Handoff = handoff,
                Shown = shown,
                Typed = form?.Fields ?? FormCollection.Empty,
                Gate = GateProgress.Of(template, context, WaiversBy(handoff, form), OpenIn(handoff, context, form)),
                Similar = similar ?? [],
                Parent = ParentLink.Of(parent),
                Preview = preview ? ContextLine.Of(template, context, null, [], []) : null,
                Faults = faults ?? (refusal is null ? [] : Page.FaultsOf(refusal)),
            },
            refusal?.Status ?? 200
        );

    /// <summary>What was returned and is as it was, without a reply.</summary>
    private static IReadOnlyCollection<string> OpenIn(HandoffRecord? handoff, JsonElement context, Form? form) =>
        handoff is { Status: HandoffStatus.Returned }
            ?
            [
                .. handoff
                    .Findings.Where(finding => !finding.Changed && Blank.Is(form?.Text($"reply.{finding.Field}")))
                    .Select(finding => finding.Field)
                    .Where(field => !ContextValues.Differs(handoff.Context, context, field)),
            ]
            : [];

    /// <summary>
    /// The fields that are waived: those of before, and those of the form; by whom does not matter yet.
    /// </summary>
    private static IReadOnlyList<Waiver> WaiversBy(HandoffRecord? handoff, Form? form) =>
        form is not null && WaiversOf(form, handoff?.Waivers ?? []) is { } typed
            ? CreateHandoff.WaiversOf(typed, "")
            : handoff?.Waivers ?? [];

    /// <summary>
    /// What a form says, and the waivers of before whose fields it does not show; null where it shows none.
    /// </summary>
    internal static IReadOnlyList<WaiverRequest>? WaiversOf(Form form, IReadOnlyList<Waiver> before) =>
        form.Under(Waive).Any()
            ?
            [
                .. before
                    .Where(waiver => !form.Has(Waive + waiver.Field))
                    .Select(waiver => new WaiverRequest(waiver.Field, waiver.Reason)),
                .. WaiversOf(form),
            ]
            : null;

    internal static IReadOnlyList<WaiverRequest> WaiversOf(Form form) =>
        [
            .. form.Under(Waive)
                .Where(waiver => !Blank.Is(waiver.Text))
                .Select(waiver => new WaiverRequest(waiver.Name, waiver.Text.Trim())),
        ];
}
