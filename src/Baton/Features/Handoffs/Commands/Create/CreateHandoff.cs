using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>Creates a handoff, and hands it over unless it is a draft.</summary>
internal static class CreateHandoff
{
    /// <summary>How the beginning of a draft is told.</summary>
    internal static readonly EventDescriptor Created = new EventDescriptor<HandoffCreated>(HandoffCreated.EventName)
    {
        Timeline = (_, told) => new(T("{0} created the draft", told.Who)),
    };

    /// <summary>Who receives one of several that are handed over at once.</summary>
    /// <param name="Team">The team.</param>
    /// <param name="Member">The member of the request that names it.</param>
    /// <param name="FanOut">What ties them.</param>
    internal sealed record Destination(string Team, string Member, string FanOut);

    internal static readonly IReadOnlyList<string> Priorities = ["low", "normal", "high", "urgent"];

    /// <param name="Handoff">The handoff.</param>
    /// <param name="New">False when the external key gave the first one again.</param>
    internal sealed record Result(Handoff Handoff, bool New);

    /// <summary>
    /// Does all that needs no store, the gate included, and gives the rest: to be run in a transaction.
    /// </summary>
    /// <param name="model">The model of the store.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="request">What is to be created.</param>
    /// <param name="then">What else happens to it in the same commit.</param>
    /// <param name="origin">Where its values come from; null: the caller wrote them.</param>
    /// <param name="destination">Who receives it; null: whom the template names.</param>
    internal static Func<BatonDb, CancellationToken, Task<Outcome<Result>>> Prepare(
        IModel model,
        RequestContext context,
        CreateHandoffRequest request,
        Action<Handoff>? then = null,
        ContextSources? origin = null,
        Destination? destination = null
    )
    {
        if (FindTemplate(context, request, destination).Refused(out var refusal, out var template))
            return (_, _) => Task.FromResult<Outcome<Result>>(refusal);
        request = request with { Context = ContextValues.NamedAs(template, request.Context) };
        var hash = request.ExternalKey is null ? "" : ExternalKeys.HashOf(request);
        var kind = context.Catalog.ProvenanceOf(context.Caller);
        origin ??= ContextSources.Of(kind);
        var isShift = template.Kind == TemplateKind.Shift;
        var isCarrying = request.ParentId is not null && CarriedValues.HasAny(template);
        var prepared = isShift || isCarrying ? null : Judge(request, origin);
        return async (db, cancellationToken) =>
        {
            if (await AgainAsync(db, context, request, hash, cancellationToken) is { } again)
                return again;
            if (!isCarrying && await RefuseParentAsync(db, context, request) is { } noParent)
                return noParent;
            var (begun, rows) = prepared ?? await JudgeFilledAsync(db, cancellationToken);
            if (begun.Refusal is { } refused)
            {
                await KeepAttempt.RunAsync(db, context, template, null, refused, cancellationToken);
                return refused;
            }

            await rows!.KeepAsync(db, cancellationToken);
            rows.Handoff.SeenParentId = request.ParentId;
            return new Result(rows.Handoff, New: true);
        };

        JudgedRows Judge(
            CreateHandoffRequest whole,
            ContextSources? sources,
            Carried? carried = null,
            CarriedItems? items = null
        )
        {
            var begun = Begin(context, whole, template, hash, sources, destination, items);
            if (begun.Value is not { } handoff)
                return new JudgedRows(begun, null);
            then?.Invoke(handoff);
            if (carried is not null)
                CarriedValues.Mark(handoff, carried, context);
            var alarm = Alarm.Of(handoff, template, context.Catalog);
            return new JudgedRows(
                begun,
                new NewHandoff(model, HandoffWrite.Begun(handoff, alarm, toldAt: context.Now))
            );
        }

        // What is carried is known within the transaction alone, so that it is what the ancestors have then.
        async Task<JudgedRows> JudgeFilledAsync(BatonDb db, CancellationToken cancellationToken)
        {
            CarriedItems? items = null;
            var whole = request;
            if (isShift)
            {
                var taken = await CarriedItems.TakeAsync(db, context, template, cancellationToken);
                if (taken.Refused(out var underWay, out items))
                    return new JudgedRows(underWay, null);
                whole = request with { Context = items.Fill(template, request.Context) };
            }

            if (!isCarrying)
                return Judge(whole, origin, null, items);
            var parent = await db.AnyLockedAsync(request.ParentId!.Value, cancellationToken);
            if (parent?.IsVisibleTo(context.Caller) is not true)
                return new JudgedRows(NoParent(request.ParentId.Value), null);
            var carried = await CarriedValues.ReadAsync(db, context.Caller, template, parent);
            var (values, sources) = CarriedValues.Fill(whole.Context, carried, origin, kind);
            return Judge(whole with { Context = values }, sources, carried, items);
        }
    }

    /// <summary>What was made with the same external key before.</summary>
    private static async Task<Outcome<Result>?> AgainAsync(
        BatonDb db,
        RequestContext context,
        CreateHandoffRequest request,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (
            request.ExternalKey is not { } key
            || await ExternalKeys.FirstAsync(db, request.Template, key, cancellationToken) is not { } first
        )
            return null;
        await db.SeeParentAsync(first, context.Caller);
        return ExternalKeys.Again(first, request, hash);
    }

    internal static async Task<Outcome<Result>?> RefuseParentAsync(
        BatonDb db,
        RequestContext context,
        CreateHandoffRequest request
    )
    {
        if (request.ParentId is { } id && await ParentAsync(db, context, id) is null)
            return NoParent(id);
        return null;
    }

    /// <summary>Null where there is none that the caller may see.</summary>
    internal static async Task<Handoff?> ParentAsync(BatonDb db, RequestContext context, long id) =>
        await db.AnyByIdAsync(id) is { } parent && parent.IsVisibleTo(context.Caller) ? parent : null;

    internal static Refusal NoParent(long id) =>
        Refusal.NotFound(T("handoff {0}", id)) with
        {
            Errors = [new FieldError("parent_id", "unknown", T("There is no handoff {0} that you can see.", id))],
        };

    private static Outcome<TemplateVersion> FindTemplate(
        RequestContext context,
        CreateHandoffRequest request,
        Destination? destination
    )
    {
        if (!context.Catalog.Templates.TryGetValue(request.Template, out var template))
            return Refusal.Invalid(Named.Template(context.Catalog, "template", request.Template));
        if (!context.Caller.Is(template.FromTeam))
            return Refusal.Forbidden(
                T("Only people of the sending team, {0}, may hand over with {1}.", template.FromTeam, template.Key)
            );
        var refusal =
            RefuseWaivers(request.Waivers, template.FromTeam, context.Caller)
            ?? RefuseTeam(
                context.Catalog,
                Key("receiving"),
                destination?.Team ?? template.ReceivingTeam,
                destination?.Member ?? "template",
                closedToo: false
            )
            ?? RefuseTeam(context.Catalog, Key("sending"), template.FromTeam, "template", closedToo: false)
            ?? Faults(request)
            ?? RefuseItems(template, request, destination);
        return refusal is null ? template : refusal;
    }

    private static Refusal? RefuseItems(Template template, CreateHandoffRequest request, Destination? destination)
    {
        if (destination is not null && template.Kind == TemplateKind.Shift)
            return Refusal.Invalid("template", "rule", T("A shift is handed over to one team."));
        return ContextItems.FormFaults(template, request.Context).ToList() is { Count: > 0 } faults
            ? Refusal.Invalid(faults)
            : null;
    }

    /// <param name="catalog">The teams.</param>
    /// <param name="side">Which side the team is on, in words.</param>
    /// <param name="team">The team.</param>
    /// <param name="member">The member of the request that names it.</param>
    /// <param name="closedToo">Whether a closed team is as good: what is over needs nobody.</param>
    internal static Refusal? RefuseTeam(Catalog catalog, string side, string team, string member, bool closedToo)
    {
        if (!catalog.Teams.TryGetValue(team, out var known))
            return Refusal.Invalid(member, "unknown_team", T("The {0} team {1} does not exist yet.", T(side), team));
        return known.Team.ClosedAt is not null && !closedToo
            ? Refusal.Invalid(member, "closed_team", T("The {0} team {1} was closed.", T(side), team))
            : null;
    }

    internal static Refusal? Faults(CreateHandoffRequest request) =>
        Texts.Refusal(
            request.Context.ValueKind == System.Text.Json.JsonValueKind.Object
                ? []
                : [new FieldError("context", "type", T("context must be an object."))],
            Priorities.Contains(request.Priority)
                ? []
                :
                [
                    new FieldError(
                        "priority",
                        "rule",
                        T("priority must be one of {0}.", string.Join(", ", Priorities))
                    ),
                ],
            request.ExternalKey is null ? [] : Texts.Required("external_key", request.ExternalKey),
            request.ExternalKey?.Length > 200
                ? [new FieldError("external_key", "rule", T("external_key may have at most 200 characters."))]
                : []
        );

    private static Outcome<Handoff> Begin(
        RequestContext context,
        CreateHandoffRequest request,
        TemplateVersion template,
        string hash,
        ContextSources? sources,
        Destination? destination,
        CarriedItems? items
    )
    {
        var waivers = WaiversOf(request.Waivers, context.Caller.Person);
        var created = CreatedOf(
            template,
            request,
            template.FromTeam,
            waivers,
            hash,
            sources,
            destination,
            items?.Begin(request.Context)
        );
        return request.Draft
            ? Draft(created, context.Caller, context.Now)
            : InitiateHandoff.Begin(
                created,
                Gate.Check(template, request.Context, waivers),
                context.Catalog.Teams[created.ToTeam].After(context.Now, template.AcceptWithin),
                context.Caller,
                context.Now,
                ShiftTimes.NextAfterOne(template, context.Catalog.Teams[template.FromTeam], context.Now)
            );
    }

    internal static HandoffCreated CreatedOf(
        TemplateVersion template,
        CreateHandoffRequest request,
        string fromTeam,
        IReadOnlyList<Waiver> waivers,
        string hash,
        ContextSources? sources,
        Destination? destination = null,
        Shift? shift = null
    ) =>
        new(
            template.Key,
            template.Version,
            fromTeam,
            destination?.Team ?? template.ReceivingTeam,
            HandoffTitle.Of(template, request.Context),
            request.Priority,
            request.Context,
            ChecklistOf(template),
            request.Draft ? waivers : [],
            request.ExternalKey,
            request.ExternalKey is null ? null : hash,
            request.ParentId,
            sources,
            destination?.FanOut,
            shift ?? (template.Kind == TemplateKind.Shift ? CarriedItems.None.Begin(request.Context) : null)
        );

    /// <summary>Begins one, as a draft.</summary>
    internal static Handoff Draft(HandoffCreated created, Caller caller, DateTime at)
    {
        var handoff = new Handoff();
        handoff.Record(created, at, caller, created.FromTeam);
        return handoff;
    }

    internal static IReadOnlyList<ChecklistStep> ChecklistOf(Template template) =>
        [
            .. template.Checklist.Select(step => new ChecklistStep
            {
                Key = step.Key,
                Text = step.Text,
                Required = step.Required,
                Evidence = step.Evidence,
                Unit = step.Unit,
                Team = step.Team,
            }),
        ];

    internal static IReadOnlyList<Waiver> WaiversOf(IReadOnlyList<WaiverRequest>? waivers, string person) =>
        waivers is null ? [] : [.. waivers.Select(waiver => new Waiver(waiver.Field, waiver.Reason, person))];

    /// <summary>Waiving what is required is a lead's to decide.</summary>
    internal static Refusal? RefuseWaivers(IReadOnlyList<WaiverRequest>? waivers, string fromTeam, Caller caller) =>
        waivers is { Count: > 0 } && !caller.Leads(fromTeam) ? OnlyLeadsWaive(fromTeam) : null;

    internal static Refusal OnlyLeadsWaive(string fromTeam) =>
        Refusal.Forbidden(T("Only leads of the sending team, {0}, may waive a required field.", fromTeam));
}
