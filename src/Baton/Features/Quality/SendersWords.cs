using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Quality;

/// <summary>What the report on senders means, in a sentence.</summary>
internal static class SendersWords
{
    internal static string Lead(SendersReport report, Catalog catalog)
    {
        if (report.Handoffs == 0)
            return T(
                "Nothing was handed over in the last {0, plural, one {# day} other {# days}} that you may see.",
                report.Days
            );
        var beyond = report
            .Items.Where(row => row.Signal is FunnelSignal.High or FunnelSignal.Low)
            .OrderByDescending(row => Math.Abs(row.DefectRate!.Value - report.DefectRate!.Value))
            .ToList();
        var usual = Percent(report.DefectRate);
        var first = beyond.Count switch
        {
            0 => T("No team differs from the others by more than chance: {0} is usual.", usual),
            1 => T(
                "One team differs by more than chance: {0} sends {1} with something missing, where {2} is usual.",
                catalog.NameOfTeam(beyond[0].Team),
                Percent(beyond[0].DefectRate),
                usual
            ),
            _ => T(
                "{0} teams differ by more than chance. Most of all {1} sends {2} with something "
                    + "missing, where {3} is usual.",
                beyond.Count,
                catalog.NameOfTeam(beyond[0].Team),
                Percent(beyond[0].DefectRate),
                usual
            ),
        };
        return Fields(report, catalog).FirstOrDefault() is { Defective: > 0 } worst
            ? $"{first} {T("Most often it is {0}.", worst.Label.ToLowerInvariant())}"
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

    internal static string Percent(double? share) => share is { } known ? $"{Hundredths(known)} %" : "–";

    internal static string Percent(double low, double high) => T("{0} % to {1} %", Hundredths(low), Hundredths(high));

    internal static (string Words, string? Kind) Of(FunnelSignal signal) =>
        signal switch
        {
            FunnelSignal.High => (T("above the limits"), "bad"),
            FunnelSignal.Low => (T("below the limits"), "good"),
            FunnelSignal.Watch => (T("worth a look"), "warn"),
            _ => (T("as expected"), null),
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
            < 120 => T("{0} min", minutes),
            _ => T("{0} h", minutes / 60),
        };

    private static string Hundredths(double share) =>
        (share * 100).ToString(share is > 0 and < 0.095 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
