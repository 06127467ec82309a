using System.Security.Cryptography;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Commands.FanningOut;

/// <summary>Hands the same work over to several teams in one act: a handoff for each, or none at all.</summary>
internal static class FanOutHandoffs
{
    private const int Fewest = 2;
    private const int Most = 50;

    /// <param name="FanOut">What ties them.</param>
    /// <param name="Handoffs">In the order of the teams.</param>
    internal sealed record Result(string FanOut, IReadOnlyList<Handoff> Handoffs);

    /// <summary>To be run in a transaction.</summary>
    internal static Func<BatonDb, CancellationToken, Task<Outcome<Result>>> Prepare(
        IModel model,
        RequestContext context,
        FanOutRequest request
    )
    {
        if (Faults(context, request) is { } refusal)
            return (_, _) => Task.FromResult<Outcome<Result>>(refusal);
        var fanOut = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var works = request.To.Index().Select(team => PrepareOne(team.Index, team.Item)).ToList();
        return async (db, cancellationToken) =>
        {
            // What else one is refused for, all are, so the first is refused before any is written.
            var begun = new List<Handoff>();
            foreach (var work in works)
            {
                if ((await work(db, cancellationToken)).Refused(out var refused, out var created))
                    return refused;
                begun.Add(created.Handoff);
            }

            return new Result(fanOut, begun);
        };

        Func<BatonDb, CancellationToken, Task<Outcome<CreateHandoff.Result>>> PrepareOne(int index, string team) =>
            CreateHandoff.Prepare(
                model,
                context,
                new CreateHandoffRequest(
                    request.Template,
                    request.Context,
                    Waivers: request.Waivers,
                    Priority: request.Priority,
                    ParentId: request.ParentId
                ),
                destination: new CreateHandoff.Destination(team, $"to[{index}]", fanOut)
            );
    }

    private static Refusal? Faults(RequestContext context, FanOutRequest request)
    {
        if (request.To.Count is < Fewest or > Most)
            return Refusal.Invalid(
                "to",
                "rule",
                T("to must name {0} to {1} teams, such as [\"support\", \"billing\"].", Fewest, Most)
            );
        var twice = request.To.GroupBy(team => team).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            return Refusal.Invalid("to", "rule", T("to names the team {0} twice.", twice.Key));
        return request
            .To.Index()
            .Select(team =>
                CreateHandoff.RefuseTeam(
                    context.Catalog,
                    Key("receiving"),
                    team.Item,
                    $"to[{team.Index}]",
                    closedToo: false
                )
            )
            .FirstOrDefault(refusal => refusal is not null);
    }
}
