using System.Text.Json;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Initiate;

/// <summary>Hands over a draft, or resubmits what was returned, once the gate has judged it.</summary>
internal static class JudgeInitiate
{
    /// <summary>Judges and hands over, for doors that keep no answer.</summary>
    /// <param name="edit">What is edited first, in the same transaction; kept also where the gate then refuses.</param>
    internal static Task<Outcome<Handoff>> RunAsync(
        Writer writer,
        IDbContextFactory<BatonDb> factory,
        RequestContext requestContext,
        long id,
        InitiateRequest request,
        EditRequest? edit,
        CancellationToken cancellationToken
    ) =>
        writer.WriteJudgedAsync(
            token => JudgeAsync(factory, requestContext, id, request, edit, token),
            cancellationToken
        );

    /// <summary>
    /// Judges the handoff as it is, outside of a transaction; what it gives hands over just what was judged.
    /// </summary>
    internal static async Task<Func<BatonDb, CancellationToken, Task<Outcome<Handoff>>>> JudgeAsync(
        IDbContextFactory<BatonDb> factory,
        RequestContext requestContext,
        long id,
        InitiateRequest request,
        EditRequest? edit,
        CancellationToken cancellationToken
    )
    {
        await using var reading = await factory.CreateDbContextAsync(cancellationToken);
        var found = await reading
            .Handoffs.AsNoTracking()
            .SingleOrDefaultAsync(handoff => handoff.Id == id, cancellationToken);
        var judged =
            found is not null
            && found.IsVisibleTo(requestContext.Caller)
            && found.Refuse(InitiateHandoff.Command, requestContext.Caller) is null
                ? Judge(requestContext, found, request, edit)
                : null;
        return async (db, token) =>
        {
            var edited = edit is null ? new Outcome<Handoff>() : await EditAsync(db, requestContext, id, edit, token);
            return edited.Refusal
                ?? await RunAsync(
                    db,
                    edit is null ? requestContext : requestContext with { IfMatch = null },
                    id,
                    request,
                    judged,
                    token
                );
        };
    }

    /// <summary>What was handed over meanwhile is not corrected by handing it over again.</summary>
    private static async Task<Outcome<Handoff>> EditAsync(
        BatonDb db,
        RequestContext requestContext,
        long id,
        EditRequest edit,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(requestContext, id)).Refused(out var refusal, out var handoff))
            return refusal;
        return handoff.Refuse(InitiateHandoff.Command, requestContext.Caller)
            ?? await EditHandoff.Command.RunAsync(db, requestContext, id, edit, cancellationToken);
    }

    private static JudgedContext? Judge(
        RequestContext requestContext,
        Handoff handoff,
        InitiateRequest request,
        EditRequest? edit
    )
    {
        var template = requestContext.TemplateOf(handoff);
        var context = edit is { Context.ValueKind: JsonValueKind.Object }
            ? ContextValues.Merge(handoff.Context, ContextValues.NamedAs(template, edit.Context))
            : handoff.Context;
        var before = edit is null ? handoff.Waivers : EditedWaivers.Of(handoff, edit, requestContext.Caller);
        var waivers = Together(before, CreateHandoff.WaiversOf(request.Waivers, requestContext.Caller.Person));
        return new JudgedContext(context, before, Gate.Check(template, context, waivers));
    }

    private static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext requestContext,
        long id,
        InitiateRequest request,
        JudgedContext? judged,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(requestContext, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(InitiateHandoff.Command, requestContext.Caller) is { } refused)
            return refused;
        if (CreateHandoff.RefuseWaivers(request.Waivers, handoff.FromTeam, requestContext.Caller) is { } notYours)
            return notYours;
        if (
            !requestContext.Catalog.Teams.TryGetValue(handoff.ToTeam, out var receiver)
            || receiver.Team.ClosedAt is not null
        )
            return Refusal.Invalid(
                "template",
                "closed_team",
                T("The receiving team {0} was closed. Have a lead reroute it, or withdraw it.", handoff.ToTeam)
            );
        if (
            Texts.Refusal([
                .. (request.Replies ?? new Dictionary<string, string>()).Select(reply =>
                    Texts.Optional($"replies.{reply.Key}", reply.Value)
                ),
            ]) is
            { } tooLong
        )
            return tooLong;
        if (judged?.IsOf(handoff.Context, handoff) != true)
            return Refusal.JudgeAgain;

        var template = requestContext.TemplateOf(handoff);
        var outcome = InitiateHandoff.Decide(
            handoff,
            judged.Gate,
            request.Replies ?? new Dictionary<string, string>(),
            receiver.After(requestContext.Now, template.AcceptWithin),
            requestContext.Caller,
            requestContext.Now,
            ShiftTimes.NextAfterOne(
                template,
                requestContext.Catalog.Teams.GetValueOrDefault(handoff.FromTeam),
                requestContext.Now
            )
        );
        if (outcome.Refusal is { } incomplete)
            await KeepAttempt.RunAsync(db, requestContext, template, id, incomplete, cancellationToken);
        return await db.KeepAsync(requestContext, handoff, outcome, cancellationToken);
    }

    /// <summary>A waiver given before still holds; one given again replaces it.</summary>
    internal static IReadOnlyList<Waiver> Together(IReadOnlyList<Waiver> before, IReadOnlyList<Waiver> now) =>
        [.. before.Where(old => now.All(waiver => waiver.Field != old.Field)), .. now];
}
