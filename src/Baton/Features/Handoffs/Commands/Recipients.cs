using Baton.Channels;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The side that a notice is for.</summary>
internal enum Audience
{
    Sender,
    Receiver,
    Owner,
}

/// <summary>Who hears of which event. A pure function: what a team's channels are is looked up elsewhere.</summary>
internal static class Recipients
{
    internal static bool IsTold(string kind) => Kinds.All.Contains(kind);

    /// <summary>
    /// The sides that are told of a change. A draft that is withdrawn concerns nobody else; an owner who took it
    /// themselves knows.
    /// </summary>
    internal static IReadOnlyList<Audience> Of(
        HandoffChange change,
        string actor,
        string actingTeam,
        string fromTeam,
        bool everInitiated
    ) =>
        change switch
        {
            Initiated or Resubmitted => [Audience.Receiver],
            Rerouted => [Audience.Receiver, Audience.Sender],
            Withdrawn => everInitiated ? [Audience.Receiver] : [],
            Accepted or Returned or Declined or Completed or GapFlagged or FeedbackGiven or DisputeDecided =>
            [
                Audience.Sender,
            ],
            Disputed => [Audience.Receiver],
            Assigned assigned => assigned.To is null ? [Audience.Receiver]
            : assigned.To == actor ? []
            : [Audience.Owner],
            Asked or Answered => [actingTeam == fromTeam ? Audience.Receiver : Audience.Sender],
            _ => [],
        };
}
