using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Import;

/// <summary>
/// Brings a handoff in from a file, with what happened to it elsewhere where the file says so: by the same gate, rules
/// and rows as one that is created here.
/// </summary>
internal static class ImportHandoff
{
    /// <param name="Hash">The fingerprint of what it is created with; empty where no external key asks for it.</param>
    /// <param name="RunAsync">What is to be run in a transaction.</param>
    internal sealed record Prepared(
        string Hash,
        Func<BatonDb, CancellationToken, Task<Outcome<CreateHandoff.Result>>> RunAsync
    );

    /// <summary>A row that fits its template and its teams.</summary>
    /// <param name="Past">What happened to it before; null where it begins here.</param>
    private sealed record Row(
        RequestContext Context,
        CreateHandoffRequest Request,
        TemplateVersion Template,
        string Hash,
        History? Past
    )
    {
        internal string FromTeam => Past?.FromTeam ?? Template.FromTeam;

        internal string Person => Past?.InitiatedBy ?? Context.Caller.Person;
    }

    /// <summary>Does all that needs no store, the gate included, and gives the rest.</summary>
    /// <param name="model">The model of the store.</param>
    /// <param name="context">Who imports, and what is known of people, teams and templates.</param>
    /// <param name="request">The row.</param>
    /// <param name="past">What happened to it before, where the row says so.</param>
    /// <param name="batch">What is known of the rows beside it.</param>
    internal static Prepared Prepare(
        IModel model,
        RequestContext context,
        CreateHandoffRequest request,
        History? past,
        ImportBatch batch
    )
    {
        if (FindTemplate(context, request, past).Refused(out var refusal, out var template))
            return new Prepared("", (_, _) => Task.FromResult<Outcome<CreateHandoff.Result>>(refusal));
        request = request with { Context = ContextValues.NamedAs(template, request.Context) };
        var hash = request.ExternalKey is null ? "" : ExternalKeys.HashOf(request, past);
        var row = new Row(context, request, template, hash, past);
        var prepared = request.ParentId is null || !CarriedValues.HasAny(template) ? Judge(row, Imported) : null;
        return new Prepared(
            hash,
            async (db, cancellationToken) =>
            {
                if (await LookAsync(db, row, batch, cancellationToken) is { } answered)
                    return answered;
                var (begun, rows) = prepared ?? await JudgeFilledAsync(db);
                if (begun.Refusal is { } refused)
                    return await RefuseAsync(db, row, batch, refused, cancellationToken);
                if (!batch.DryRun)
                    await rows!.KeepAsync(db, cancellationToken);
                return new CreateHandoff.Result(rows!.Handoff, New: true);
            }
        );

        JudgedRows Judge(Row whole, ContextSources? sources, Carried? carried = null)
        {
            var begun = Begin(whole, sources);
            if (begun.Value is { } started && carried is not null)
                CarriedValues.Mark(started, carried, context);
            var rows = begun.Value is { } handoff ? new NewHandoff(model, WriteOf(whole, handoff)) : null;
            return new JudgedRows(begun, rows);
        }

        async Task<JudgedRows> JudgeFilledAsync(BatonDb db)
        {
            var parent = await db.AnyLockedAsync(request.ParentId!.Value, CancellationToken.None);
            var carried = await CarriedValues.ReadAsync(db, context.Caller, template, parent!);
            var (values, sources) = CarriedValues.Fill(request.Context, carried, Imported, ProvenanceKind.Import);
            return Judge(row with { Request = request with { Context = values } }, sources, carried);
        }
    }

    private static ContextSources? Imported { get; } = ContextSources.Of(ProvenanceKind.Import);

    private static Outcome<TemplateVersion> FindTemplate(
        RequestContext context,
        CreateHandoffRequest request,
        History? past
    )
    {
        var catalog = context.Catalog;
        if (!catalog.Templates.TryGetValue(request.Template, out var template))
            return Refusal.Invalid(Named.Template(catalog, "template", request.Template));
        var isOver = past?.CompletedAt is not null;
        var sender = past?.FromTeam ?? template.FromTeam;
        var member = past?.FromTeam is null ? "template" : "from_team";
        var refusal =
            CreateHandoff.RefuseTeam(catalog, "receiving", template.ReceivingTeam, "template", isOver)
            ?? CreateHandoff.RefuseTeam(catalog, "sending", sender, member, isOver)
            ?? CreateHandoff.Faults(request)
            ?? Texts.Refusal(ContextItems.FormFaults(template, request.Context));
        return refusal is null ? template : refusal;
    }

    private static Outcome<Handoff> Begin(Row row, ContextSources? sources)
    {
        var (context, request, template, hash, past) = row;
        var waivers = CreateHandoff.WaiversOf(request.Waivers, row.Person);
        var created = CreateHandoff.CreatedOf(template, request, row.FromTeam, waivers, hash, sources);
        if (request.Draft)
            return CreateHandoff.Draft(created, context.Caller, context.Now);
        var receiver = context.Catalog.Teams[template.ReceivingTeam];
        var gate = Gate.Check(template, request.Context, waivers);
        var acceptBy = receiver.After(past?.InitiatedAt ?? context.Now, template.AcceptWithin);
        if (past is null)
            return InitiateHandoff.Begin(
                created,
                gate,
                acceptBy,
                context.Caller,
                context.Now,
                ShiftTimes.NextAfterOne(template, context.Catalog.Teams.GetValueOrDefault(row.FromTeam), context.Now)
            );
        var completeBy = past.AcceptedAt is { } accepted ? receiver.After(accepted, template.CompleteWithin) : null;
        return gate.Complete
            ? HandoffHistory.OfThePast(created, gate.Waivers, past, acceptBy, completeBy)
            : InitiateHandoff.Incomplete(gate);
    }

    /// <summary>
    /// Nobody is told of what is over, and no clock that ran elsewhere rings here for what it passed.
    /// </summary>
    private static HandoffWrite WriteOf(Row row, Handoff handoff)
    {
        var alarm = Alarm.Of(handoff, row.Template, row.Context.Catalog);
        if (row.Past is not null && alarm is { Rungs.Count: > 0 })
            alarm.PassOver(row.Context.Now);
        var told = row.Past is null or { Waits: true };
        return HandoffWrite.Begun(handoff, alarm, told, row.Context.Now);
    }

    /// <summary>What the store says before the gate is heard: there it is already, or it cannot be.</summary>
    private static async Task<Outcome<CreateHandoff.Result>?> LookAsync(
        BatonDb db,
        Row row,
        ImportBatch batch,
        CancellationToken cancellationToken
    ) =>
        row.Request.ExternalKey is { } key
        && !batch.IsNew(row.Template.Key, key)
        && await ExternalKeys.FirstAsync(db, row.Template.Key, key, cancellationToken) is { } first
            ? ExternalKeys.Again(first, row.Request, row.Hash, row.Past)
            : await CreateHandoff.RefuseParentAsync(db, row.Context, row.Request);

    private static async Task<Outcome<CreateHandoff.Result>> RefuseAsync(
        BatonDb db,
        Row row,
        ImportBatch batch,
        Refusal refusal,
        CancellationToken cancellationToken
    )
    {
        if (batch.DryRun)
            return refusal;
        var who = row.Context with { Caller = row.Context.Caller with { Person = row.Person } };
        var sender = row.Template with { FromTeam = row.FromTeam };
        await KeepAttempt.RunAsync(db, who, sender, null, refusal, cancellationToken);
        return refusal;
    }
}
