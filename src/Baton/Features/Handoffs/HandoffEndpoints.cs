using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs;

internal static class HandoffEndpoints
{
    internal static void MapHandoffs(this RouteGroupBuilder api)
    {
        var handoffs = api.MapGroup("/handoffs").WithTags("Handoffs");
        handoffs.MapHandoffReading();
        handoffs
            .MapPost("/", Create)
            .WithSummary("Begin a handoff and hand it over")
            .Takes<CreateHandoffRequest>()
            .Answers<HandoffRecord>(201);
        handoffs
            .MapPost("/check", (Delegate)Check)
            .WithSummary("Ask the gate; nothing is stored")
            .Takes<CheckRequest>()
            .Answers<CheckRecord>();
        handoffs.MapCommand<EditRequest>("PATCH", "", EditHandoff.RunAsync, "Change values of the context");
        handoffs
            .MapPost("/{id:long}/initiate", Initiate)
            .WithSummary("Hand over a draft, or hand over again")
            .Takes<InitiateRequest>()
            .Answers<HandoffRecord>();
        handoffs.MapCommand<AcceptRequest>("POST", "/accept", AcceptHandoff.RunAsync, "Take it over");
        handoffs.MapCommand<ReturnRequest>("POST", "/return", ReturnHandoff.RunAsync, "Give it back, with findings");
        handoffs.MapCommand<DeclineRequest>("POST", "/decline", DeclineHandoff.RunAsync, "Refuse it");
        handoffs.MapCommand<RerouteRequest>("POST", "/reroute", RerouteHandoff.RunAsync, "Send it on to another team");
        handoffs.MapCommand<WithdrawRequest>("POST", "/withdraw", WithdrawHandoff.RunAsync, "Take it back");
        handoffs.MapCommand<AssignRequest>("POST", "/assign", AssignHandoff.RunAsync, "Name the owner");
        handoffs.MapCommand<CompleteRequest>("POST", "/complete", CompleteHandoff.RunAsync, "Complete it");
        handoffs.MapCommand<AskRequest>("POST", "/questions", AskQuestion.RunAsync, "Ask the other team");
        handoffs.MapCommand<GapRequest>("POST", "/gaps", FlagGap.RunAsync, "Flag a defect found late");
        handoffs.MapCommand<FeedbackRequest>(
            "PUT",
            "/feedback",
            GiveFeedback.RunAsync,
            "Say how well it was handed over"
        );
        handoffs
            .MapPut("/{id:long}/checklist/{key}", Tick)
            .WithSummary("Tick, untick or skip a step")
            .Takes<TickRequest>()
            .Answers<HandoffRecord>();
        handoffs
            .MapPost("/{id:long}/questions/{n:int}/answer", AnswerOne)
            .WithSummary("Answer a question")
            .Takes<AnswerRequest>()
            .Answers<HandoffRecord>();
        handoffs
            .MapPost("/{id:long}/defects/{n:int}/dispute", Dispute)
            .WithSummary("Object to a finding or a late gap")
            .Takes<DisputeRequest>()
            .Answers<HandoffRecord>();
        handoffs
            .MapPost("/{id:long}/defects/{n:int}/decision", Decide)
            .WithSummary("Uphold what is disputed, or drop it")
            .Takes<DecisionRequest>()
            .Answers<HandoffRecord>();
    }

    private static void MapCommand<TBody>(
        this RouteGroupBuilder handoffs,
        string method,
        string path,
        Func<BatonDb, RequestContext, long, TBody, CancellationToken, Task<Outcome<Handoff>>> verb,
        string summary
    )
        where TBody : class =>
        handoffs
            .MapMethods(
                $"/{{id:long}}{path}",
                [method],
                (HttpContext http, long id, BaseUrl baseUrl) =>
                    Writes.RunAsync<TBody, Handoff>(
                        http,
                        (context, body) => (db, token) => verb(db, context, id, body, token),
                        (handoff, context) => ToAnswer(handoff, context, baseUrl)
                    )
            )
            .WithSummary(summary)
            .Takes<TBody>()
            .Answers<HandoffRecord>();

    private static Task Tick(HttpContext http, long id, string key, BaseUrl baseUrl) =>
        Writes.RunAsync<TickRequest, Handoff>(
            http,
            (context, body) => (db, token) => TickStep.RunAsync(db, context, id, key, body, token),
            (handoff, context) => ToAnswer(handoff, context, baseUrl)
        );

    private static Task AnswerOne(HttpContext http, long id, int n, BaseUrl baseUrl) =>
        Writes.RunAsync<AnswerRequest, Handoff>(
            http,
            (context, body) => (db, token) => AnswerQuestion.RunAsync(db, context, id, n, body, token),
            (handoff, context) => ToAnswer(handoff, context, baseUrl)
        );

    private static Task Dispute(HttpContext http, long id, int n, BaseUrl baseUrl) =>
        Writes.RunAsync<DisputeRequest, Handoff>(
            http,
            (context, body) => (db, token) => DisputeDefect.RunAsync(db, context, id, n, body, token),
            (handoff, context) => ToAnswer(handoff, context, baseUrl)
        );

    private static Task Decide(HttpContext http, long id, int n, BaseUrl baseUrl) =>
        Writes.RunAsync<DecisionRequest, Handoff>(
            http,
            (context, body) => (db, token) => DecideDispute.RunAsync(db, context, id, n, body, token),
            (handoff, context) => ToAnswer(handoff, context, baseUrl)
        );

    private static Task Create(HttpContext http, BaseUrl baseUrl, StoreModel model) =>
        Writes.RunAsync<CreateHandoffRequest, CreateHandoff.Result>(
            http,
            (context, body) => CreateHandoff.Prepare(model.Value, context, body).RunAsync,
            (result, context) =>
                ToAnswer(result.Handoff, context, baseUrl) with
                {
                    Status = result.New ? 201 : 200,
                    Location = $"/api/v1/handoffs/{result.Handoff.Id}",
                }
        );

    private static Task Initiate(HttpContext http, long id, IDbContextFactory<BatonDb> factory, BaseUrl baseUrl) =>
        Writes.RunJudgedAsync<InitiateRequest, Handoff>(
            http,
            (context, body, token) => InitiateHandoff.JudgeAsync(factory, context, id, body, null, token),
            (handoff, context) => ToAnswer(handoff, context, baseUrl)
        );

    private static Task Check(HttpContext http) =>
        Writes.AskAsync<CheckRequest, CheckRecord>(
            http,
            (context, body, _) => Task.FromResult(CheckHandoff.Run(context, body)),
            (check, _) => Answer.Of(check)
        );

    internal static Answer ToAnswer(Handoff handoff, RequestContext context, BaseUrl baseUrl) =>
        Answer.Of(HandoffRecords.Of(handoff, context.Caller, context.Now, baseUrl.Value)) with
        {
            ETag = $"\"{handoff.Version}\"",
        };
}
