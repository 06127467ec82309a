using Baton.Features.Import;

namespace Baton.Commands;

/// <summary>What a person should know after taking over the older tracker's file.</summary>
internal static class ImportHints
{
    internal static IEnumerable<string> Of(LegacyOutcome legacy, IReadOnlyDictionary<RowNote, long> notes)
    {
        yield return $"Its times were read in {legacy.TimeZone}.";
        if (legacy.Teams.Count > 0)
            yield return $"Made the teams {string.Join(", ", legacy.Teams)}; nobody is in them yet: baton team "
                + "join TEAM PERSON.";
        if (legacy.Templates.Count > 0)
            yield return $"Made the templates {string.Join(", ", legacy.Templates)}, in which no field is "
                + "required; publish your own as their next version.";
        foreach (var (name, key) in legacy.TeamKeys)
            yield return $"The team \"{name}\" has the key {key}.";
        foreach (var (name, key) in legacy.TemplateKeys)
            yield return $"The template \"{name}\" has the key {key}.";
        if (notes[RowNote.Incomplete] > 0)
            yield return $"{notes[RowNote.Incomplete]} would not pass today's gate; they are history and were kept "
                + "as they are.";
        if (notes[RowNote.Reversed] > 0)
            yield return $"{notes[RowNote.Reversed]} have a time before the one that it follows; they were kept as "
                + "they are.";
        if (notes[RowNote.Skipped] > 0)
            yield return $"{notes[RowNote.Skipped]} have a time in an hour that the clocks skipped; it was read an "
                + "hour later.";
        if (notes[RowNote.Future] > 0)
            yield return $"{notes[RowNote.Future]} have a time later than now: was the file written in another "
                + $"zone than {legacy.TimeZone}?";
        if (notes[RowNote.AcrossChange] > 0)
            yield return $"{notes[RowNote.AcrossChange]} waited while the clocks changed; Baton counts the hours "
                + "that passed, the older tracker counted an hour too many or too few.";
    }
}
