using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands.Answer;
using Baton.Features.Handoffs.Commands.Ask;
using Baton.Features.Handoffs.Commands.Attach;
using Baton.Features.Handoffs.Commands.Reroute;
using Baton.Features.Handoffs.State;
using Microsoft.Extensions.Configuration;

namespace Baton.Bench;

/// <summary>What happens between handing over and deciding: one in eight is asked about, one in ten has a file, one in
/// a hundred goes to another team.</summary>
internal static class Talk
{
    /// <summary>The file that all of them have; the same content is kept once.</summary>
    internal const string Content = "The contract, as it was signed.";

    internal static string Hash { get; } =
        Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Content))
        );

    private static readonly AttachmentOptions Sizes = AttachmentOptions.From(new ConfigurationBuilder().Build());

    internal static void Of(BenchStore store, Handoff handoff, Random random, DateTime at)
    {
        if (random.NextDouble() < 0.01)
            Reroute(store, handoff, at);
        var receiver = store.Member(handoff.ToTeam);
        if (random.NextDouble() < 0.1)
            Did(
                AttachFile
                    .Decide(
                        handoff,
                        new AttachmentAdded(1, "contract.txt", "text/plain", Content.Length, Hash),
                        Sizes,
                        receiver,
                        at
                    )
                    .Refusal
                    is null
            );
        if (random.NextDouble() >= 0.12)
            return;
        Did(
            AskQuestion
                .Decide(handoff, new AskRequest("Which office is it for?", "note", false), null, receiver, at)
                .Refusal
                is null
        );
        if (random.NextDouble() < 0.7)
            Did(
                AnswerQuestion
                    .Decide(
                        handoff,
                        new QuestionAnswered(1, "The one in Hamburg.", null),
                        store.Member(handoff.FromTeam),
                        at
                    )
                    .Refusal
                    is null
            );
    }

    private static void Reroute(BenchStore store, Handoff handoff, DateTime at)
    {
        var other = Enumerable
            .Range(0, BenchStore.Teams)
            .Select(BenchStore.TeamOf)
            .First(team => team != handoff.FromTeam && team != handoff.ToTeam);
        Did(
            RerouteHandoff
                .Decide(
                    handoff,
                    other,
                    "They run that system.",
                    store.Catalog.Teams[other].After(at, "8h"),
                    store.Member(handoff.ToTeam, lead: true),
                    at
                )
                .Refusal
                is null
        );
    }

    private static void Did(bool done)
    {
        if (!done)
            throw new InvalidOperationException("The story is against the rules.");
    }
}
