using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>What the report on senders means, in a sentence.</summary>
internal static class SendersWords
{
    internal static string Lead(SendersReport report, Catalog catalog)
    {
        if (report.Handoffs == 0)
            return T(
                "You can see no handoff from the last {0, plural, one {day} other {# days}}. Choose more days.",
                report.Days
            );
        var beyond = report
            .Items.Where(row => row.Signal is FunnelSignal.High or FunnelSignal.Low)
            .OrderByDescending(row => Math.Abs(row.DefectRate!.Value - report.DefectRate!.Value))
            .ToList();
        var usual = Percent(report.DefectRate);
        var first = beyond.Count switch
        {
            0 => T("The average defect rate is {0}. No team differs from it by more than chance.", usual),
            1 => T(
                "{0} stands out: {1} of its handoffs have a defect, where the average is {2}.",
                catalog.NameOfTeam(beyond[0].Team),
                Percent(beyond[0].DefectRate),
                usual
            ),
            _ => T(
                "{0, plural, one {# team stands} other {# teams stand}} out, most of all {1}: {2} of its handoffs have "
                    + "a defect, where the average is {3}.",
                beyond.Count,
                catalog.NameOfTeam(beyond[0].Team),
                Percent(beyond[0].DefectRate),
                usual
            ),
        };
        var fields = Fields(report, catalog).Take(2).ToList();
        return fields is [{ Defective: > 0 } worst, ..] && (fields.Count == 1 || fields[1].Defective < worst.Defective)
            ? $"{first} {T("The field with the most defects is {0}.", worst.Label)}"
            : first;
    }

    /// <summary>Fields by their keys, whatever template they stand in, the worst first.</summary>
    internal static IEnumerable<(string Field, string Label, int Defective, int Rejected, int Minutes)> Fields(
        SendersReport report,
        Catalog catalog
    ) =>
        report
            .ByField.GroupBy(row => row.Field)
            .Select(group =>
                (
                    group.Key,
                    LabelOf(group.First().Template, group.Key, catalog),
                    group.Sum(row => row.Defective),
                    group.Sum(row => row.RejectedAttempts),
                    group.Sum(row => row.MinutesLost)
                )
            )
            .OrderByDescending(row => row.Item3)
            .ThenByDescending(row => row.Item4);

    internal static string LabelOf(string template, string field, Catalog catalog) =>
        catalog.Templates.TryGetValue(template, out var known) ? Names.LabelOf(known, field) : Names.Words(field);

    internal static string Percent(double? share) =>
        share is { } known ? ReaderNumbers.Percent(Hundredths(known)) : "–";

    internal static string Percent(double low, double high) => T("{0}–{1}%", Hundredths(low), Hundredths(high));

    internal static (string Words, string? Kind) Of(FunnelSignal signal) =>
        signal switch
        {
            FunnelSignal.High => (T("above average"), "bad"),
            FunnelSignal.Low => (T("below average"), "good"),
            FunnelSignal.Watch => (T("worth watching"), "warn"),
            _ => (T("within chance"), null),
        };

    internal static string Hours(double? hours) =>
        hours switch
        {
            null => "–",
            < 48 => T("{0, number} h", Math.Round(hours.Value, 1)),
            _ => T("{0, number} d", Math.Round(hours.Value / 24, 1)),
        };

    internal static string Minutes(int minutes) =>
        minutes switch
        {
            0 => "–",
            < 120 => T("{0, number} min", minutes),
            _ => T("{0, number} h", Math.Round(minutes / 60m, 1)),
        };

    internal static string Average(double? value) =>
        value is { } known ? ReaderNumbers.Number((decimal)Math.Round(known, 2)) : "–";

    private static string Hundredths(double share) =>
        ReaderNumbers.Number((decimal)Math.Round(share * 100, share is > 0 and < 0.095 ? 1 : 0));
}
