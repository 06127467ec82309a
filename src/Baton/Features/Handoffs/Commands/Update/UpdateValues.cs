using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Update;

/// <summary>
/// Takes over what carried values are at their sources now: an edit, or a correction of what was handed over, whose
/// values stay carried.
/// </summary>
internal sealed class UpdateValues : HandoffCommand<UpdateRequest>
{
    internal static readonly UpdateValues Command = new();

    private UpdateValues()
        : base(
            "update",
            Side.Sender,
            HandoffStatus.Draft,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } =
        new("POST", "/update", "Set carried values to what their sources have now");

    /// <summary>What leads to it; what comes of it is that it is edited.</summary>
    internal override IReadOnlyList<EventDescriptor> Events => SettleDrift.Events;

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var fields = DriftFields.CliOption();
            return
            [
                new CliVerb(
                    "update",
                    "Set values that were carried to what they are now where they came from.\n\n"
                        + "Example: baton handoff update 12 --field start_date",
                    [fields],
                    (parsed, api, id, version, token) =>
                        api.UpdateAsync(id, new UpdateRequest(DriftFields.Of(parsed, fields)), version, token)
                )
                {
                    TakesVersion = true,
                    Say = (_, handoff) => $"revision {handoff.ContextRevision} has the values of its sources.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Update");

    internal override bool HasObject(Handoff handoff, Caller caller) => handoff.Drift.Count > 0;

    /// <summary>What was handed over is judged by the gate, outside of the transaction.</summary>
    internal override async Task<HandoffWork> PrepareAsync(
        IDbContextFactory<BatonDb> factory,
        RequestContext context,
        HandoffTarget target,
        UpdateRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var reading = await factory.CreateDbContextAsync(cancellationToken);
        var found = await reading.FindAsync(context with { IfMatch = null }, target.Id);
        var judged =
            found.Value is { IsBeforeReceiver: true } handoff && handoff.Refuse(this, context.Caller) is null
                ? JudgedContext.Of(
                    context.TemplateOf(handoff),
                    ContextValues.Merge(handoff.Context, Values(handoff, request, context.Caller)),
                    handoff.Waivers
                )
                : null;
        return (db, token) => RunAsync(db, context, target, request, judged, token);
    }

    private async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffTarget target,
        UpdateRequest request,
        JudgedContext? judged,
        CancellationToken cancellationToken
    )
    {
        context = context.AtWrite(db);
        if ((await db.FindAsync(context, target.Id)).Refused(out var refusal, out var handoff))
            return refusal;
        if ((handoff.Refuse(this, context.Caller) ?? Faults(handoff, request, context)) is { } refused)
            return refused;
        var updated = Decide(handoff, Values(handoff, request, context.Caller), judged, context);
        return await db.KeepAsync(context, handoff, updated, cancellationToken);
    }

    private protected override Refusal? Faults(Handoff handoff, UpdateRequest request, RequestContext context)
    {
        if (DriftFields.Refuse(handoff, request.Fields) is { } unknown)
            return unknown;
        var chosen = DriftFields.In(handoff, request.Fields);
        var hidden = chosen.Where(drift => !drift.Source.IsVisibleTo(context.Caller)).ToList();
        return hidden.Count > 0 && (request.Fields is not null || hidden.Count == chosen.Count)
            ? Refusal.Forbidden(
                T(
                    "You cannot see the handoff in which {0} changed. Keep the value, or wait for an update between.",
                    hidden[0].Field
                )
            )
            : null;
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        UpdateRequest request,
        RequestContext context
    ) => Decide(handoff, Values(handoff, request, context.Caller), null, context);

    private static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        JsonElement values,
        JudgedContext? judged,
        RequestContext context
    )
    {
        if (handoff.IsBeforeReceiver && judged?.IsOf(ContextValues.Merge(handoff.Context, values), handoff) != true)
            return Refusal.JudgeAgain;
        return EditHandoff.Decide(
            handoff,
            values,
            context.TemplateOf(handoff),
            judged?.Gate,
            context.Caller,
            context.Now,
            ProvenanceKind.Carried
        );
    }

    /// <summary>What the sources have now, as far as the caller may see them; null takes a field away.</summary>
    private static JsonElement Values(Handoff handoff, UpdateRequest request, Caller caller) =>
        JsonSerializer.SerializeToElement(
            DriftFields
                .In(handoff, request.Fields)
                .Where(drift => drift.Source.IsVisibleTo(caller))
                .ToDictionary(drift => drift.Field, drift => drift.Now)
        );
}
