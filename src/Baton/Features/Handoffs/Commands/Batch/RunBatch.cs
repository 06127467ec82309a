using Baton.Client;
using Baton.Core;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Batch;

/// <summary>One command for many handoffs, each in a transaction of its own.</summary>
internal static class RunBatch
{
    internal const int Most = 100;

    /// <summary>So many at a time: they are committed together where they can be.</summary>
    private const int Together = 8;

    private const string Repeat = "Read the handoff before you give the command again.";

    /// <summary>What came of one.</summary>
    internal sealed record Row(long Id, Outcome<Handoff> Outcome);

    /// <summary>Those that need no more than the handoff and a body.</summary>
    internal static IReadOnlyList<HandoffCommand> Commands { get; } =
    [
        .. HandoffCommands.All.Where(command =>
            command.Api is { } route && !route.Path.Contains('{', StringComparison.Ordinal)
        ),
    ];

    /// <summary>What is to be done for each, once the request is understood.</summary>
    internal static Outcome<HandoffPreparation> Read(BatchRequest request)
    {
        if (Texts.Refusal(CountFaults(request)) is { } refusal)
            return refusal;
        var command = Commands.FirstOrDefault(command => command.Name == request.Command);
        return command is null
            ? Refusal.Invalid(
                "command",
                "unknown",
                T(
                    "There is no command {0} for many. Use one of {1}.",
                    request.Command,
                    string.Join(", ", Commands.Select(known => known.Name))
                )
            )
            : command.Bind(request.Body);
    }

    /// <summary>In the order of the ids, each once.</summary>
    internal static async Task<IReadOnlyList<Row>> RunAsync(
        Writer writer,
        IDbContextFactory<BatonDb> factory,
        RequestContext context,
        IEnumerable<long> ids,
        HandoffPreparation prepareAsync,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<Row>();
        var each = context with { IfMatch = null };
        foreach (var few in ids.Distinct().Chunk(Together))
            rows.AddRange(await Task.WhenAll(few.Select(RunOneAsync)));
        return rows;

        async Task<Row> RunOneAsync(long id)
        {
            try
            {
                return new Row(
                    id,
                    await writer.WriteJudgedAsync<Handoff>(
                        async token => (await prepareAsync(factory, each, id, token)).Invoke,
                        cancellationToken
                    )
                );
            }
            catch (Exception exception) when (Problems.OfStore(exception, Repeat) is { } down)
            {
                // What was done before it stays done, and is told.
                return new Row(id, down);
            }
        }
    }

    private static IEnumerable<FieldError> CountFaults(BatchRequest request) =>
        request.Ids.Count is > 0 and <= Most
            ? []
            : [new FieldError("ids", "rule", T("ids must name 1 to {0} handoffs, not {1}.", Most, request.Ids.Count))];
}
