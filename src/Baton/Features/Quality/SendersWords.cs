using System.Globalization;
using Baton.Client;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>What the report on senders means, in a sentence.</summary>
internal static class SendersWords
{
    internal static string Lead(SendersReport report, Catalog catalog)
    {
        if (report.Handoffs == 0)
            return $"Nothing was handed over in the last {Names.Count(report.Days, "day")} that you may see.";
        var beyond = report.Items.Where(row => row.Signal is FunnelSignal.High or FunnelSignal.Low).OrderByDescending(row => Math.Abs(row.DefectRate!.Value - report.DefectRate!.Value)).ToList();
        var usual = $"{Percent(report.DefectRate)} is usual";
        var first = beyond.Count switch
        {
            0 => $"No team differs from the others by more than chance: {usual}.",
            1 => $"One team differs by more than chance: {Says(beyond[0])}, where {usual}.",
            _ => $"{beyond.Count} teams differ by more than chance. Most of all {Says(beyond[0])}, where {usual}.",
        };
        return Fields(report, catalog).FirstOrDefault() is { Defective: > 0 } worst ? $"{first} Most often it is {worst.Label.ToLowerInvariant()}." : first;

        string Says(SenderRow row) => $"{catalog.NameOfTeam(row.Team)} sends {Percent(row.DefectRate)} with something missing";
    }

    /// <summary>Fields by their keys, whatever template they stand in, the worst first.</summary>
    internal static IEnumerable<(string Field, string Label, int Defective, int Rejected, int Minutes)> Fields(SendersReport report, Catalog catalog) => report.ByField
        .GroupBy(row => row.Field)
        .Select(group => (group.Key, LabelOf(group.First().Template, group.Key, catalog), group.Sum(row => row.Defective), group.Sum(row => row.RejectedAttempts), group.Sum(row => row.MinutesLost)))
        .OrderByDescending(row => row.Item3).ThenByDescending(row => row.Item4);

    internal static string LabelOf(string template, string field, Catalog catalog) => catalog.Templates.TryGetValue(template, out var known) ? Names.LabelOf(known, field) : Names.Words(field);

    internal static string Percent(double? share) => share is { } known ? (known * 100).ToString(known is > 0 and < 0.095 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %" : "–";

    internal static (string Words, string? Kind) Of(FunnelSignal signal) => signal switch
    {
        FunnelSignal.High => ("above the limits", "bad"),
        FunnelSignal.Low => ("below the limits", "good"),
        FunnelSignal.Watch => ("worth a look", "warn"),
        _ => ("as expected", null),
    };

    internal static string Hours(double? hours) => hours switch
    {
        null => "–",
        < 48 => hours.Value.ToString("0.#", CultureInfo.InvariantCulture) + " h",
        _ => (hours.Value / 24).ToString("0.#", CultureInfo.InvariantCulture) + " d",
    };

    internal static string Minutes(int minutes) => minutes switch { 0 => "–", < 120 => $"{minutes} min", _ => $"{minutes / 60} h" };
}
