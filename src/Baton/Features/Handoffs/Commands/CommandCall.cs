using System.Reflection;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>A request to the route of a command, its body read as that command takes it.</summary>
internal sealed class CommandCall : IBound, IBindableFromHttpContext<CommandCall>
{
    private readonly ApiRequest request;
    private readonly IServiceProvider services;
    private readonly Outcome<HandoffPreparation> read;

    private CommandCall(ApiRequest request, IServiceProvider services, Outcome<HandoffPreparation> read)
    {
        this.request = request;
        this.services = services;
        this.read = read;
    }

    public Refusal? Refusal => read.Refusal;

    public static async ValueTask<CommandCall?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var bytes = await context.ReadBodyAsync();
        IdempotentRequest.Begin(context, bytes.Span);
        var command = context.GetEndpoint()!.Metadata.GetRequiredMetadata<HandoffCommand>();
        var request = await ApiRequest.BindAsync(context, parameter);
        return new CommandCall(request!, context.RequestServices, command.Read(bytes));
    }

    internal Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> RunAsync(
        HandoffTarget target,
        HandoffToRecord toRecord,
        CancellationToken cancellationToken
    )
    {
        var prepare = read.Value ?? throw new InvalidOperationException("What could not be read cannot be done.");
        var factory = services.GetRequiredService<IDbContextFactory<BatonDb>>();
        var baseUrl = services.GetRequiredService<BaseUrl>();
        return request.WriteJudgedAsync<Handoff, Ok<HandoffRecord>>(
            async token => (await prepare(factory, request.Context, target, token)).Invoke,
            handoff => TypedResults.Ok(toRecord(handoff, request.Context, baseUrl)),
            cancellationToken
        );
    }
}
