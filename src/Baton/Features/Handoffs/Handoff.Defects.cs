using Baton.Client;

namespace Baton.Features.Handoffs;

internal sealed partial class Handoff
{
    /// <summary>A field that is waived again at the next handing over is the same defect still.</summary>
    private void NoteWaivers()
    {
        Waived |= Waivers.Count > 0;
        Note(DefectKind.Waiver, Waivers.Where(waiver => Defects.All(one => one.Kind != DefectKind.Waiver || one.Field != waiver.Field)).Select(waiver => (waiver.Field, (FindingCode?)null, (string?)waiver.Reason)));
    }

    private void Note(DefectKind kind, IEnumerable<(string Field, FindingCode? Code, string? Note)> found, int? minutesLost = null)
    {
        Defects = [.. Defects, .. found.Select((one, i) => new Defect(Defects.Count + i + 1, kind, one.Field, one.Code, one.Note, minutesLost))];
        Count();
    }

    private void Count() =>
        (ReturnDefect, LateGap) = (Defects.Any(one => one is { Kind: DefectKind.Return, Counts: true }), Defects.Any(one => one is { Kind: DefectKind.LateGap, Counts: true }));

    private void Rate(Feedback given)
    {
        Feedback = [.. Feedback.Where(one => one.By != given.By), given];
        (Ratings, RatingSum) = (Feedback.Count, Feedback.Sum(one => one.Rating));
    }
}
