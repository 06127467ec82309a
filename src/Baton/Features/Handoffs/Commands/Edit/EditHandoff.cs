using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Edit;

/// <summary>
/// Changes values of the context: freely while the sending team holds it; after handing over as a correction, which the
/// gate must pass and the receiving team is told.
/// </summary>
internal sealed class EditHandoff : HandoffCommand<EditRequest>
{
    internal static readonly EditHandoff Command = new();

    private const int LongestSource = 500;
    private const int LargestContext = 1024 * 1024;

    private EditHandoff()
        : base(
            "edit",
            Side.Sender,
            HandoffStatus.Draft,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } = new("PATCH", "", "Change values of the context");

    internal override Type ButtonComponent => typeof(EditButton);

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffEdited>(HandoffEdited.EventName)
        {
            Timeline = (edited, told) =>
            {
                var fields = told.LabelsOf(edited.Values.EnumerateObject().Select(member => member.Name));
                var waived = told.LabelsOf((edited.Waivers ?? []).Select(waiver => waiver.Field));
                return new(
                    fields.Length == 0
                        ? T("{0} changed the waivers", told.Who)
                        : T("{0} changed {1}", told.Who, fields),
                    waived.Length == 0 ? null : T("Waived: {0}", waived)
                );
            },
        },
        new EventDescriptor<HandoffCorrected>(HandoffCorrected.EventName)
        {
            Timeline = (corrected, told) => new(T("{0} corrected {1}", told.Who, told.LabelsOf(FieldsOf(corrected)))),
            Hears = (_, _) => Hearing.Receiver,
            OffersAccepting = true,
            Facts = (corrected, about) => [new Fact(FactLabels.Changed, about.LabelsOf(FieldsOf(corrected)))],
            Name = () => T("Corrected"),
            Notice = about => new(T("Corrected"), T("{0} corrected {1}.", about.Who, about.About)),
        },
    ];

    internal override string Button(HandoffRecord handoff) =>
        handoff.Status is HandoffStatus.Initiated or HandoffStatus.Accepted ? T("Correct") : T("Edit");

    /// <summary>What was handed over is judged by the gate, outside of the transaction.</summary>
    internal override async Task<HandoffWork> PrepareAsync(
        IDbContextFactory<BatonDb> factory,
        RequestContext context,
        HandoffTarget target,
        EditRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var reading = await factory.CreateDbContextAsync(cancellationToken);
        var found = await reading.FindAsync(context with { IfMatch = null }, target.Id);
        var judged = found.Value is { IsBeforeReceiver: true } handoff ? Judge(handoff, request, context) : null;
        return (db, token) => RunAsync(db, context, target, request, judged, token);
    }

    /// <summary>What names its source comes from another system, whoever passes it on.</summary>
    private static ProvenanceKind SourceOf(EditRequest request, RequestContext context) =>
        request.Source is null ? context.Catalog.ProvenanceOf(context.Caller) : ProvenanceKind.Hook;

    private static JudgedContext? Judge(Handoff handoff, EditRequest request, RequestContext context)
    {
        if (handoff.Refuse(Command, context.Caller) is not null || request.Context.ValueKind != JsonValueKind.Object)
            return null;
        var template = context.TemplateOf(handoff);
        var merged = ContextValues.Merge(handoff.Context, ContextValues.NamedAs(template, request.Context));
        return JudgedContext.Of(template, merged, handoff.Waivers);
    }

    private protected override Refusal? Faults(Handoff handoff, EditRequest request, RequestContext context) =>
        request.Context.ValueKind == JsonValueKind.Object
            ? RefuseSize(handoff, request)
                ?? Texts.Refusal(
                    request.Source?.Length > LongestSource
                        ?
                        [
                            new FieldError(
                                "source",
                                "rule",
                                T("source may have at most {0} characters.", LongestSource)
                            ),
                        ]
                        : []
                )
                ?? EditedWaivers.Refuse(handoff, request, context)
            : Refusal.Invalid("context", "type", T("context must be an object."));

    /// <summary>Each request has a limit, and so has what many of them make.</summary>
    private static Refusal? RefuseSize(Handoff handoff, EditRequest request)
    {
        var (before, values) = (handoff.Context, request.Context);
        return
            BytesOf(before) + BytesOf(values) > LargestContext
            && BytesOf(ContextValues.Merge(before, values)) > LargestContext
            ? Refusal.Invalid("context", "rule", T("The context of a handoff may have at most 1 MiB in all."))
            : null;
    }

    private static int BytesOf(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    private async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffTarget target,
        EditRequest request,
        JudgedContext? judged,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, target.Id)).Refused(out var refusal, out var handoff))
            return refusal;
        return handoff.Refuse(this, context.Caller)
            ?? Faults(handoff, request, context)
            ?? await KeepAsync(db, context, handoff, request, judged, cancellationToken);
    }

    private protected override Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        EditRequest request,
        CancellationToken cancellationToken
    ) => KeepAsync(db, context, handoff, request, null, cancellationToken);

    private static async Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        EditRequest request,
        JudgedContext? judged,
        CancellationToken cancellationToken
    )
    {
        var template = context.TemplateOf(handoff);
        var values = ContextValues.NamedAs(template, request.Context);
        if (handoff.IsBeforeReceiver && judged?.IsOf(ContextValues.Merge(handoff.Context, values), handoff) != true)
            return Refusal.JudgeAgain;
        var source = SourceOf(request, context);
        var edited = Decide(
            handoff,
            values,
            template,
            judged?.Gate,
            context.Caller,
            context.Now,
            source,
            request.Source,
            EditedWaivers.Of(handoff, request, context.Caller)
        );
        return await db.KeepAsync(context, handoff, edited, cancellationToken);
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        EditRequest request,
        RequestContext context
    )
    {
        var template = context.TemplateOf(handoff);
        var values = ContextValues.NamedAs(template, request.Context);
        var source = SourceOf(request, context);
        return Decide(
            handoff,
            values,
            template,
            null,
            context.Caller,
            context.Now,
            source,
            request.Source,
            EditedWaivers.Of(handoff, request, context.Caller)
        );
    }

    /// <summary>Merges values into the context; null takes a field away. No event where nothing changes.</summary>
    /// <param name="handoff">The handoff.</param>
    /// <param name="values">The values.</param>
    /// <param name="template">Its template.</param>
    /// <param name="gate">What the gate says of the context with them, where it is handed over already.</param>
    /// <param name="caller">Who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="source">How the values come.</param>
    /// <param name="reference">Where another system has them.</param>
    /// <param name="waivers">The waivers once it is edited; null: those of before.</param>
    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        JsonElement values,
        Template template,
        GateResult? gate,
        Caller caller,
        DateTime at,
        ProvenanceKind source = ProvenanceKind.Typed,
        string? reference = null,
        IReadOnlyList<Waiver>? waivers = null
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        var merged = ContextValues.Merge(handoff.Context, values);
        if (waivers?.SequenceEqual(handoff.Waivers) == true)
            waivers = null;
        if (waivers is null && JsonElement.DeepEquals(merged, handoff.Context))
            return new Outcome<HandoffEvent>();
        if (RefuseItems(handoff, template, merged) is { } wrong)
            return wrong;
        var title = HandoffTitle.Of(template, merged);
        if (!handoff.IsBeforeReceiver)
            return handoff.Record(
                new HandoffEdited(values, title, source, reference, waivers),
                at,
                caller,
                handoff.FromTeam
            );
        if (gate is null)
            return Refusal.JudgeAgain;
        return gate.Complete
            ? handoff.Record(
                Corrected(handoff.Context, merged, values, title, gate) with
                {
                    Source = source,
                    Ref = reference,
                },
                at,
                caller,
                handoff.FromTeam
            )
            : InitiateHandoff.Incomplete(gate);
    }

    /// <summary>No edit loses an item of a shift that somebody still has to look after.</summary>
    private static Refusal? RefuseItems(Handoff handoff, Template template, JsonElement merged)
    {
        if (ContextItems.FormFaults(template, merged).ToList() is { Count: > 0 } faults)
            return Refusal.Invalid(faults);
        return handoff.Shift?.LostIn(merged, handoff.IsBeforeReceiver) is { } lost
            ? Refusal.Invalid(
                ContextItems.Items,
                "rule",
                T("{0} is still open. Close it instead of leaving it out of the list.", lost.Key)
            )
            : null;
    }

    /// <summary>A form sends every field; what is told are those that differ.</summary>
    private static HandoffCorrected Corrected(
        JsonElement before,
        JsonElement after,
        JsonElement values,
        string title,
        GateResult gate
    ) => new(ContextValues.Differing(before, after, values), title, gate.Waivers);

    private static IEnumerable<string> FieldsOf(HandoffCorrected corrected) =>
        corrected.Values.EnumerateObject().Select(member => member.Name);
}
