using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What the details of a notice are taken from: the handoff as it was then, and the names of people.</summary>
internal sealed record NoticeFacts(Handoff Then, Catalog Catalog)
{
    /// <summary>When the clock that runs ends.</summary>
    internal IEnumerable<Fact> Due =>
        Then.DueAt is { } due ? [new Fact(FactLabels.Due, ReaderTime.Say(due, null), due)] : [];

    /// <summary>Required fields that are missing with leave.</summary>
    internal IEnumerable<Fact> Waivers =>
        Then.Waivers.Select(waiver => new Fact("Waived", $"{waiver.Field}: {waiver.Reason}"));

    /// <summary>The finding that a dispute is about.</summary>
    internal IEnumerable<Fact> DefectOf(int number) =>
        Then
            .Defects.Where(defect => defect.Number == number)
            .Select(defect => new Fact("About", $"{defect.Field}: {defect.Code?.ToString().ToLowerInvariant()}"));

    internal string NameOf(string person) => Catalog.People.TryGetValue(person, out var known) ? known.Name : person;

    /// <summary>A field with what is wrong with it.</summary>
    internal static string Saying(string field, FindingCode code, string? note) =>
        $"{field}: {code.ToString().ToLowerInvariant()}{(Blank.Is(note) ? "" : $", {note}")}";
}
