using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    internal Defect? DefectOf(int number) => Defects.SingleOrDefault(defect => defect.Number == number);

    internal void Settle(int number, Func<Dispute?, Dispute> change)
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
    internal void NoteWaivers()
    {
        Waived |= Waivers.Count > 0;
        NoteDefects(
            DefectKind.Waiver,
            Waivers
                .Where(waiver =>
                    Defects.All(defect => defect.Kind != DefectKind.Waiver || defect.Field != waiver.Field)
                )
                .Select(waiver => (waiver.Field, (FindingCode?)null, (string?)waiver.Reason))
        );
    }

    internal void NoteDefects(
        DefectKind kind,
        IEnumerable<(string Field, FindingCode? Code, string? Note)> found,
        int? minutesLost = null
    )
    {
        Defects =
        [
            .. Defects,
            .. found.Select(
                (defect, i) =>
                    new Defect(Defects.Count + i + 1, kind, defect.Field, defect.Code, defect.Note, minutesLost)
            ),
        ];
        Count();
    }

    private void Count()
    {
        ReturnDefect = Defects.Any(defect => defect is { Kind: DefectKind.Return, Counts: true });
        LateGap = Defects.Any(defect => defect is { Kind: DefectKind.LateGap, Counts: true });
    }
}
