using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    internal static HandoffStatus[] HandedOver { get; } =
    [.. Enum.GetValues<HandoffStatus>().Where(status => status != HandoffStatus.Draft)];

    /// <summary>
    /// Whether a blocking question of this team moves the clock to the other side: it does when the asking side would
    /// hold it.
    /// </summary>
    internal bool MovesClock(string askingTeam) =>
        IsLive && (askingTeam == FromTeam) == (Status == HandoffStatus.Returned);

    internal void MarkStep(
        string key,
        bool done,
        bool skipped,
        string? by,
        DateTime? at,
        string? note,
        GivenEvidence? evidence = null
    ) =>
        Checklist = [
            .. Checklist.Select(step =>
                step.Key == key
                    ? step with
                    {
                        Done = done,
                        Skipped = skipped,
                        By = by,
                        At = at,
                        Note = note,
                        EvidenceGiven = evidence,
                    }
                    : step
            ),
        ];

    /// <summary>An event of the past; nothing is asked of it, because it was decided elsewhere.</summary>
    internal void Recall(HandoffChange change, DateTime at, string? actor, string team)
    {
        var happened = HandoffEvent.OfThePast(Version + 1, change, at, actor, team).After(ChainHash);
        Apply(happened, change);
        Events.Add(happened);
    }
}
