using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
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
            .WithSummary("Create a handoff, and hand it over unless it is a draft")
            .Takes<CreateHandoffRequest>()
            .Answers<HandoffRecord>(201);
        handoffs
            .MapPost("/check", (Delegate)Check)
            .WithSummary("Ask the gate; nothing is stored")
            .Takes<CheckRequest>()
            .Answers<CheckRecord>();
        foreach (var command in HandoffCommands.All)
            command.MapApi(handoffs, ToAnswer);
    }

    private static Task Create(HttpContext http, BaseUrl baseUrl, StoreModel model) =>
        Writes.RunAsync<CreateHandoffRequest, CreateHandoff.Result>(
            http,
            (context, body) => CreateHandoff.Prepare(model.Value, context, body),
            (result, context) =>
                ToAnswer(result.Handoff, context, baseUrl) with
                {
                    Status = result.New ? 201 : 200,
                    Location = $"/api/v1/handoffs/{result.Handoff.Id}",
                }
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
