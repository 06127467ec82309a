using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Shows the chain of a handoff.</summary>
internal static class ChainCommand
{
    private static readonly string[] Columns = ["id", "parent", "relation", "status", "from", "to", "with", "title"];

    internal static Command Make()
    {
        var id = HandoffVerbs.Id();
        var command = new Command(
            "chain",
            "Show the chain of a handoff, oldest first: what it follows from and what follows from it. Columns when "
                + $"piped: {string.Join(", ", Columns)}.\n\nExample: baton handoff chain 12"
        )
        {
            id,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var chain = await ReadAllAsync(session.Api, parsed.GetRequiredValue(id), token);
                        if (session.Json)
                            session.Output.Json(chain);
                        else
                            session.Output.Table(Columns, chain.Items.Select(Row));
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static async Task<ChainRecord> ReadAllAsync(BatonClient api, long id, CancellationToken cancellationToken)
    {
        var chain = await api.GetChainAsync(id, limit: 100, cancellationToken: cancellationToken);
        while (chain.NextCursor is { } cursor)
        {
            var page = await api.GetChainAsync(id, 100, cursor, cancellationToken);
            chain = page with { Items = [.. chain.Items, .. page.Items] };
        }

        return chain;
    }

    private static IReadOnlyList<Cell> Row(ChainHandoff handoff) =>
        [
            $"{handoff.HandoffId}",
            $"{handoff.ParentId}",
            HandoffText.Wire(handoff.Relation),
            HandoffText.Wire(handoff.Status),
            handoff.FromTeam,
            handoff.ToTeam,
            handoff.Owner ?? handoff.ResponsibleTeam,
            handoff.Title,
        ];
}
