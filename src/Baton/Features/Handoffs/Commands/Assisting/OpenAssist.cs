using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Assisting;

/// <summary>What the two ends of an assist share.</summary>
internal static class OpenAssist
{
    internal static Outcome<Assist> Find(Handoff handoff, int number, Caller caller)
    {
        if (handoff.Assists.SingleOrDefault(known => known.Number == number) is not { } assist)
            return Refusal.NotFound(T("assist {0}", number));
        return assist.IsOpen
            ? assist
            : handoff.Conflict(
                caller,
                "assist-over",
                T("Over already"),
                assist.DeclinedAt is null
                    ? T("{0} ended assist {1}.", assist.By ?? "", number)
                    : T("{0} declined assist {1}.", assist.By ?? "", number)
            );
    }

    /// <summary>Whoever asked hears what the team did; the team hears what the others did.</summary>
    internal static IReadOnlyList<Audience> OtherThan(Hearing hearing, string team, string askedTeam) =>
        hearing.ActingTeam != team ? [Audience.Assisting]
        : askedTeam == hearing.FromTeam ? Hearing.Sender
        : Hearing.Receiver;
}
