using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The page of a handoff and what is done on it. Pages are shown by GET and change nothing; only a POST acts.
/// </summary>
internal static class HandoffActions
{
    internal static void MapHandoffPages(this RouteGroupBuilder pages)
    {
        var one = pages.MapGroup("/handoffs/{id:long}");
        one.MapGet("", (HttpContext http, long id) => ShowAsync(http, id, null));
        one.MapPost("/initiate", InitiateAsync);
        one.MapAct(
            "accept",
            AcceptHandoff.RunAsync,
            form => new AcceptRequest(form.Number("context_revision"), form.Optional("read_back"))
        );
        one.MapAct("complete", CompleteHandoff.RunAsync, _ => new CompleteRequest());
        one.MapAct(
            "questions",
            AskQuestion.RunAsync,
            form => new AskRequest(form.Text("text"), form.Optional("field"), form.Has("blocking"))
        );
        one.MapAct(
            "feedback",
            GiveFeedback.RunAsync,
            form => new FeedbackRequest(form.Number("rating") ?? 0, form.Texts("missing"), form.Optional("comment"))
        );
        one.MapPost("/checklist", TickAsync);
        one.MapPost("/questions/{n:int}/answer", AnswerAsync);
        one.MapPost("/defects/{n:int}/dispute", DisputeAsync);
        one.MapPost("/defects/{n:int}/decision", DecideAsync);
        one.MapAsk("return", ReturnHandoff.RunAsync, ReturnOf);
        one.MapAsk(
            "decline",
            DeclineHandoff.RunAsync,
            form => new DeclineRequest(
                CodeOf(form.Text("code"), DeclineCode.Other),
                form.Text("note"),
                form.Optional("suggested_team")
            )
        );
        one.MapAsk(
            "reroute",
            RerouteHandoff.RunAsync,
            form => new RerouteRequest(form.Text("team"), form.Text("note"))
        );
        one.MapAsk("withdraw", WithdrawHandoff.RunAsync, form => new WithdrawRequest(form.Text("reason")));
        one.MapAsk("assign", AssignHandoff.RunAsync, form => new AssignRequest(form.Text("person")));
        one.MapAsk(
            "flag_gap",
            FlagGap.RunAsync,
            form => new GapRequest(
                form.Text("field"),
                CodeOf(form.Text("code"), FindingCode.Missing),
                form.Number("minutes_lost"),
                form.Optional("note")
            )
        );
        one.MapAsk(
            "skip",
            SkipAsync,
            form => (form.Text("step"), new TickRequest(Skipped: true, Note: form.Optional("note")))
        );
    }

    private static Task<Outcome<Handoff>> SkipAsync(
        BatonDb db,
        RequestContext context,
        long id,
        (string Step, TickRequest Request) skip,
        CancellationToken cancellationToken
    ) => TickStep.RunAsync(db, context, id, skip.Step, skip.Request, cancellationToken);

    /// <summary>Something done by a button of the page itself.</summary>
    private static void MapAct<TBody>(
        this RouteGroupBuilder one,
        string name,
        Func<BatonDb, RequestContext, long, TBody, CancellationToken, Task<Outcome<Handoff>>> verb,
        Func<Form, TBody> bind
    ) =>
        one.MapPost(
            $"/{name}",
            async (HttpContext http, long id) =>
            {
                var form = await Form.ReadAsync(http);
                return await ContextAsync(http, id, (db, context, token) => verb(db, context, id, bind(form), token));
            }
        );

    /// <summary>Something that needs words first: a page of its own that asks for them.</summary>
    private static void MapAsk<TBody>(
        this RouteGroupBuilder one,
        string name,
        Func<BatonDb, RequestContext, long, TBody, CancellationToken, Task<Outcome<Handoff>>> verb,
        Func<Form, TBody> bind
    )
    {
        one.MapGet($"/{name}", (HttpContext http, long id) => AskAsync(http, id, name, FormCollection.Empty, null));
        one.MapPost(
            $"/{name}",
            async (HttpContext http, long id) =>
            {
                var form = await Form.ReadAsync(http);
                var context = http.RequestContext();
                return await http.PostAsync(
                    (db, token) => verb(db, context, id, bind(form), token),
                    _ => $"/handoffs/{id}",
                    refusal => AskAsync(http, id, name, form.Fields, refusal)
                );
            }
        );
    }

    private static Task<IResult> InitiateAsync(HttpContext http, long id, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        return http.PostJudgedAsync(
            token => InitiateHandoff.JudgeAsync(factory, context, id, new InitiateRequest(), null, token),
            _ => $"/handoffs/{id}",
            refusal => ShowAsync(http, id, refusal)
        );
    }

    private static Task<IResult> TickAsync(HttpContext http, long id) =>
        ContextAsync(
            http,
            id,
            async (db, context, token) =>
            {
                var form = await Form.ReadAsync(http);
                return await TickStep.RunAsync(
                    db,
                    context,
                    id,
                    form.Text("step"),
                    new TickRequest(Done: form.Text("done") == "true"),
                    token
                );
            }
        );

    private static async Task<IResult> AnswerAsync(HttpContext http, long id, int n)
    {
        var form = await Form.ReadAsync(http);
        return await ContextAsync(
            http,
            id,
            (db, context, token) =>
                AnswerQuestion.RunAsync(db, context, id, n, new AnswerRequest(form.Text("text")), token)
        );
    }

    private static async Task<IResult> DisputeAsync(HttpContext http, long id, int n)
    {
        var form = await Form.ReadAsync(http);
        return await ContextAsync(
            http,
            id,
            (db, context, token) =>
                DisputeDefect.RunAsync(db, context, id, n, new DisputeRequest(form.Text("note")), token)
        );
    }

    private static async Task<IResult> DecideAsync(HttpContext http, long id, int n)
    {
        var form = await Form.ReadAsync(http);
        return await ContextAsync(
            http,
            id,
            (db, context, token) =>
                DecideDispute.RunAsync(
                    db,
                    context,
                    id,
                    n,
                    new DecisionRequest(form.Text("upheld") == "true", form.Optional("answer")),
                    token
                )
        );
    }

    internal static Task<IResult> ContextAsync(
        HttpContext http,
        long id,
        Func<BatonDb, RequestContext, CancellationToken, Task<Outcome<Handoff>>> verb
    )
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => verb(db, context, token),
            _ => $"/handoffs/{id}",
            refusal => ShowAsync(http, id, refusal)
        );
    }

    internal static async Task<IResult> ShowAsync(HttpContext http, long id, Refusal? refused)
    {
        var context = http.RequestContext();
        var services = http.RequestServices;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var found = await OpenHandoff.RunAsync(
            db,
            services.GetRequiredService<Writer>(),
            context,
            id,
            http.RequestAborted
        );
        if (found.Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        var view = await HandoffView.ReadAsync(
            db,
            context,
            handoff,
            services.GetRequiredService<BaseUrl>().Value,
            http.RequestAborted
        );
        IReadOnlyList<FieldError> faults = refused is null
            ? []
            : Page.FaultsOf(await Overtaken.SayAsync(db, context, refused, id, http.RequestAborted));
        return Page.Of<HandoffPage>(
            new
            {
                View = view,
                Once = Once.Take(http),
                Faults = faults,
            },
            refused?.Status ?? 200
        );
    }

    private static async Task<IResult> AskAsync(
        HttpContext http,
        long id,
        string name,
        IFormCollection typed,
        Refusal? refused
    )
    {
        var context = http.RequestContext();
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        var command = name == "skip" ? Command.Tick : Command.All.Single(candidate => candidate.Name == name);
        if (handoff.Refuse(command, context.Caller) is { } cannot)
            return await ShowAsync(http, id, cannot);
        var view = await HandoffView.ReadAsync(
            db,
            context,
            handoff,
            http.RequestServices.GetRequiredService<BaseUrl>().Value,
            http.RequestAborted
        );
        IReadOnlyList<FieldError> faults = refused is null ? [] : Page.FaultsOf(refused);
        return Page.Of<ActionPage>(
            new
            {
                View = view,
                Name = name,
                Typed = typed,
                Faults = faults,
            },
            refused?.Status ?? 200
        );
    }

    internal static ReturnRequest ReturnOf(Form form) =>
        new([
            .. form.Texts("field")
                .Select(field => new FindingRequest(
                    field,
                    CodeOf(form.Text($"code.{field}"), FindingCode.Missing),
                    form.Optional($"note.{field}")
                )),
        ]);

    private static TCode CodeOf<TCode>(string text, TCode otherwise)
        where TCode : struct, Enum =>
        Enum.TryParse<TCode>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code)
        && Enum.IsDefined(code)
            ? code
            : otherwise;
}
