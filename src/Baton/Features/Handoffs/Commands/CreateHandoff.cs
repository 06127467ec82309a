using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Features.SignIn;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Begins a handoff, and hands it over unless it is a draft.</summary>
internal static class CreateHandoff
{
    internal static readonly IReadOnlyList<string> Priorities = ["low", "normal", "high", "urgent"];

    /// <param name="New">False when the external key gave the first one again.</param>
    internal sealed record Result(Handoff Handoff, bool New);

    /// <param name="Hash">The fingerprint of what it is created with; empty where no external key asks for it.</param>
    internal sealed record Prepared(string Hash, Func<BatonDb, CancellationToken, Task<Outcome<Result>>> RunAsync);

    /// <summary>
    /// Does all that needs no store, the gate included, and gives the rest: to be run in a transaction.
    /// </summary>
    /// <param name="past">What happened to it before, where it is imported with its history.</param>
    /// <param name="among">What to know of a whole file of them.</param>
    internal static Prepared Prepare(
        IModel model,
        RequestContext context,
        CreateHandoffRequest request,
        History? past = null,
        ImportBatch? among = null
    )
    {
        if (FindTemplate(context, request, past).Refused(out var refusal, out var template))
            return new Prepared("", (_, _) => Task.FromResult<Outcome<Result>>(refusal));
        request = request with { Context = ContextValues.NamedAs(template, request.Context) };
        var hash = request.ExternalKey is null ? "" : HashOf(request, past);
        var begun = Begin(context, request, template, hash, past);
        var rows = begun.Value is { } handoff
            ? new NewHandoff(
                model,
                handoff,
                AlarmOf(context, handoff, template, past),
                told: past is null or { Waits: true },
                toldAt: context.Now
            )
            : null;
        return new Prepared(
            hash,
            async (db, cancellationToken) =>
            {
                if (await LookAsync(db, context, request, hash, among, cancellationToken) is { } answered)
                    return answered;
                if (begun.Refusal is { } refused)
                    return among is { DryRun: true }
                        ? refused
                        : await RefuseAsync(db, context, template, refused, past, cancellationToken);
                if (among is not { DryRun: true })
                    await rows!.KeepAsync(db, cancellationToken);
                return new Result(rows!.Handoff, New: true);
            }
        );
    }

    /// <summary>What the store says before the gate is heard: there it is already, or it cannot be.</summary>
    private static async Task<Outcome<Result>?> LookAsync(
        BatonDb db,
        RequestContext context,
        CreateHandoffRequest request,
        string hash,
        ImportBatch? among,
        CancellationToken cancellationToken
    )
    {
        if (
            request.ExternalKey is { } key
            && among?.IsNew(request.Template, key) != true
            && await FirstAsync(db, request.Template, key, cancellationToken) is { } first
        )
            return Again(first, key, hash);
        if (
            request.ParentId is { } parent
            && (await db.FindAsync(context with { IfMatch = null }, parent)).Refused(out _, out _)
        )
            return Refusal.Invalid("parent_id", "unknown", $"There is no handoff {parent} that you can see.");
        return null;
    }

    private static async Task<Outcome<Result>> RefuseAsync(
        BatonDb db,
        RequestContext context,
        TemplateVersion template,
        Refusal refusal,
        History? past,
        CancellationToken cancellationToken
    )
    {
        var sender = template with { FromTeam = past?.FromTeam ?? template.FromTeam };
        var who = context with { Caller = context.Caller with { Person = past?.InitiatedBy ?? context.Caller.Person } };
        await KeepAttemptAsync(db, who, sender, null, refusal, cancellationToken);
        return refusal;
    }

    private static Outcome<TemplateVersion> FindTemplate(
        RequestContext context,
        CreateHandoffRequest request,
        History? past
    )
    {
        if (!context.Catalog.Templates.TryGetValue(request.Template, out var template))
            return Refusal.Invalid(Named.Template(context.Catalog, "template", request.Template));
        if (!context.Caller.Is(template.FromTeam))
            return Refusal.Forbidden(
                $"Only people of the sending team, {template.FromTeam}, may hand over with {template.Key}."
            );
        if (RefuseWaivers(request.Waivers, template.FromTeam, context.Caller) is { } refused)
            return refused;
        foreach (var (side, team, member) in Sides(template, past))
        {
            if (!context.Catalog.Teams.TryGetValue(team, out var known))
                return Refusal.Invalid(member, "unknown_team", $"The {side} team {team} does not exist yet.");
            if (known.Team.ClosedAt is not null && past?.CompletedAt is null)
                return Refusal.Invalid(member, "closed_team", $"The {side} team {team} was closed.");
        }

        return Faults(request) is { } refusal ? refusal : template;
    }

    private static (string Side, string Team, string Member)[] Sides(Template template, History? past) =>
        [
            ("receiving", template.ReceivingTeam, "template"),
            ("sending", past?.FromTeam ?? template.FromTeam, past?.FromTeam is null ? "template" : "from_team"),
        ];

    private static Refusal? Faults(CreateHandoffRequest request) =>
        Texts.Refusal(
            request.Context.ValueKind == JsonValueKind.Object
                ? []
                : [new FieldError("context", "type", "context must be an object.")],
            Priorities.Contains(request.Priority)
                ? []
                : [new FieldError("priority", "rule", $"priority must be one of {string.Join(", ", Priorities)}.")],
            request.ExternalKey is null ? [] : Texts.Required("external_key", request.ExternalKey),
            request.ExternalKey?.Length > 200
                ? [new FieldError("external_key", "rule", "external_key may have at most 200 characters.")]
                : []
        );

    private static Outcome<Handoff> Begin(
        RequestContext context,
        CreateHandoffRequest request,
        TemplateVersion template,
        string hash,
        History? past
    )
    {
        var waivers = WaiversOf(request.Waivers, past?.InitiatedBy ?? context.Caller.Person);
        var created = new Created(
            template.Key,
            template.Version,
            past?.FromTeam ?? template.FromTeam,
            template.ReceivingTeam,
            HandoffTitle.Of(template, request.Context),
            request.Priority,
            request.Context,
            ChecklistOf(template),
            request.Draft ? waivers : [],
            request.ExternalKey,
            request.ExternalKey is null ? null : hash,
            request.ParentId
        );
        if (request.Draft)
            return Handoff.Create(created, context.Caller, context.Now);
        var receiver = context.Catalog.Teams[template.ReceivingTeam];
        var gate = Gate.Check(template, request.Context, waivers);
        var acceptBy = receiver.After(past?.InitiatedAt ?? context.Now, template.AcceptWithin);
        if (past is null)
            return Handoff.Initiate(created, gate, acceptBy, context.Caller, context.Now);
        var completeBy = past.AcceptedAt is { } accepted ? receiver.After(accepted, template.CompleteWithin) : null;
        return gate.Complete
            ? Handoff.OfThePast(created, gate.Waivers, past, acceptBy, completeBy)
            : Handoff.Incomplete(gate);
    }

    private static Alarm? AlarmOf(RequestContext context, Handoff handoff, Template template, History? past)
    {
        var alarm = Alarm.Of(handoff, template, context.Catalog);
        if (past is not null && alarm is { Rungs.Count: > 0 })
            alarm.PassOver(context.Now);
        return alarm;
    }

    internal static IReadOnlyList<ChecklistStep> ChecklistOf(Template template) =>
        [
            .. template.Checklist.Select(step => new ChecklistStep
            {
                Key = step.Key,
                Text = step.Text,
                Required = step.Required,
            }),
        ];

    internal static IReadOnlyList<Waiver> WaiversOf(IReadOnlyList<WaiverRequest>? waivers, string person) =>
        waivers is null ? [] : [.. waivers.Select(waiver => new Waiver(waiver.Field, waiver.Reason, person))];

    /// <summary>To hand over without what is required is a lead's to decide.</summary>
    internal static Refusal? RefuseWaivers(IReadOnlyList<WaiverRequest>? waivers, string fromTeam, Caller caller) =>
        waivers is { Count: > 0 } && !caller.Leads(fromTeam)
            ? Refusal.Forbidden($"Only leads of the sending team, {fromTeam}, may waive a required field.")
            : null;

    /// <summary>Kept for the report on senders; never the values.</summary>
    internal static async Task KeepAttemptAsync(
        BatonDb db,
        RequestContext context,
        TemplateVersion template,
        long? handoffId,
        Refusal refusal,
        CancellationToken cancellationToken
    )
    {
        if (refusal.Type != "incomplete-context")
            return;
        var faults = refusal.Errors.DistinctBy(error => error.Field).ToList();
        db.GateAttempts.Add(
            new GateAttempt
            {
                At = context.Now,
                Person = context.Caller.Person,
                Team = template.FromTeam,
                Template = template.Key,
                TemplateVersion = template.Version,
                HandoffId = handoffId,
                Fields = [.. faults.Select(error => error.Field)],
                Codes = [.. faults.Select(error => error.Code)],
                Door = context.Door,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await MetricHour.NoteAsync(db, MetricHour.HourOf(context.Now), cancellationToken);
    }

    internal static Task<Handoff?> FirstAsync(
        BatonDb db,
        string template,
        string key,
        CancellationToken cancellationToken
    ) =>
        db.Handoffs.SingleOrDefaultAsync(
            handoff => handoff.Template == template && handoff.ExternalKey == key,
            cancellationToken
        );

    private static Outcome<Result> Again(Handoff first, string key, string hash) =>
        first.ContentHash == hash
            ? new Result(first, New: false)
            : new Refusal(
                409,
                "external-key-taken",
                "The external key is taken",
                $"Handoff {first.Id} has the external key {key} and other content."
            )
            {
                State = Handoff.Wire(first.Status),
                Errors =
                [
                    new FieldError(
                        "external_key",
                        "taken",
                        $"Handoff {first.Id} has the external key {key} and other content."
                    ),
                ],
            };

    internal static string HashOf(CreateHandoffRequest request, History? past = null)
    {
        var content = JsonSerializer.Serialize(request with { ExternalKey = null }, BatonJson.Options);
        return Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    past is null ? content : content + JsonSerializer.Serialize(past, BatonJson.Options)
                )
            )
        );
    }
}
