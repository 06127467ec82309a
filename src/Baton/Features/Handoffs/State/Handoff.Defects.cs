using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    internal Outcome<HandoffEvent> Dispute(int number, string note, Caller caller, DateTime at)
    {
        if (Refuse(Command.Dispute, caller) is { } refusal)
            return refusal;
        return DefectOf(number) switch
        {
            null => Refusal.NotFound($"defect {number}"),
            { Kind: DefectKind.Waiver } => Refusal.Invalid(
                "n",
                "rule",
                $"Defect {number} is a waiver of {FromTeam} itself; only what the receiver found can be disputed."
            ),
            { Dispute: { } dispute } => Conflict(
                caller,
                "disputed",
                "Disputed already",
                $"Defect {number} was disputed by {dispute.By}."
            ),
            _ => Record(new Disputed(number, note), at, caller, FromTeam),
        };
    }

    internal Outcome<HandoffEvent> Decide(int number, bool upheld, string? answer, Caller caller, DateTime at)
    {
        if (Refuse(Command.DecideDispute, caller) is { } refusal)
            return refusal;
        return DefectOf(number) switch
        {
            null => Refusal.NotFound($"defect {number}"),
            { Dispute: null } => Conflict(caller, "not-disputed", "Not disputed", $"Nobody disputes defect {number}."),
            { Dispute: { DecidedBy: { } by } } => Conflict(
                caller,
                "decided",
                "Decided already",
                $"{by} has decided on defect {number}."
            ),
            _ => Record(new DisputeDecided(number, upheld, answer), at, caller, ToTeam),
        };
    }

    private Defect? DefectOf(int number) => Defects.SingleOrDefault(defect => defect.Number == number);

    private void Settle(int number, Func<Dispute?, Dispute> change)
    {
        Defects =
        [
            .. Defects.Select(defect =>
                defect.Number == number ? defect with { Dispute = change(defect.Dispute) } : defect
            ),
        ];
        Count();
    }

    /// <summary>A field that is waived again at the next handing over is the same defect still.</summary>
    private void NoteWaivers()
    {
        Waived |= Waivers.Count > 0;
        Note(
            DefectKind.Waiver,
            Waivers
                .Where(waiver =>
                    Defects.All(defect => defect.Kind != DefectKind.Waiver || defect.Field != waiver.Field)
                )
                .Select(waiver => (waiver.Field, (FindingCode?)null, (string?)waiver.Reason))
        );
    }

    private void Note(
        DefectKind kind,
        IEnumerable<(string Field, FindingCode? Code, string? Note)> found,
        int? minutesLost = null
    )
    {
        Defects =
        [
            .. Defects,
            .. found.Select(
                (candidate, i) =>
                    new Defect(
                        Defects.Count + i + 1,
                        kind,
                        candidate.Field,
                        candidate.Code,
                        candidate.Note,
                        minutesLost
                    )
            ),
        ];
        Count();
    }

    private void Count() =>
        (ReturnDefect, LateGap) = (
            Defects.Any(defect => defect is { Kind: DefectKind.Return, Counts: true }),
            Defects.Any(defect => defect is { Kind: DefectKind.LateGap, Counts: true })
        );

    private void Rate(Feedback given)
    {
        Feedback = [.. Feedback.Where(candidate => candidate.By != given.By), given];
        Ratings = Feedback.Count;
        RatingSum = Feedback.Sum(candidate => candidate.Rating);
    }
}
