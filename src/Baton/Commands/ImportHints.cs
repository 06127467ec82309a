using Baton.Features.Import;
using Baton.Web.Pages;

namespace Baton.Commands;

/// <summary>What a person should know after importing the earlier tracker's file.</summary>
internal static class ImportHints
{
    internal static IEnumerable<string> Of(LegacyOutcome legacy, IReadOnlyDictionary<RowNote, long> notes)
    {
        yield return $"Times without an offset were read as {legacy.TimeZone}.";
        if (legacy.Teams.Count > 0)
            yield return $"Created teams: {string.Join(", ", legacy.Teams)}. They have no members yet; add people "
                + "with `baton team join TEAM PERSON`.";
        if (legacy.Templates.Count > 0)
            yield return $"Created templates: {string.Join(", ", legacy.Templates)}. They require no fields; publish "
                + "your own next version with `baton template publish FILE`.";
        foreach (var (name, key) in legacy.TeamKeys)
            yield return $"The team \"{name}\" has the key {key}.";
        foreach (var (name, key) in legacy.TemplateKeys)
            yield return $"The template \"{name}\" has the key {key}.";
        foreach (var (note, text) in Notes)
        {
            if (notes[note] > 0)
                yield return MessageFormat.English(text, notes[note], legacy.TimeZone);
        }
    }

    private static readonly (RowNote Note, string Text)[] Notes =
    [
        (
            RowNote.Incomplete,
            "{0, plural, one {# handoff would not pass today's gate. As history, it was imported unchanged.} "
                + "other {# handoffs would not pass today's gate. As history, they were imported unchanged.}}"
        ),
        (
            RowNote.Reversed,
            "{0, plural, one {# handoff has a time earlier than the one before it. It was imported unchanged.} "
                + "other {# handoffs have a time earlier than the one before it. They were imported unchanged.}}"
        ),
        (
            RowNote.Skipped,
            "{0, plural, one {# handoff has a time that did not exist because the clocks went forward.} "
                + "other {# handoffs have a time that did not exist because the clocks went forward.}} "
                + "It was read an hour later."
        ),
        (
            RowNote.Future,
            "{0, plural, one {# handoff has a time in the future.} other {# handoffs have a time in the future.}} "
                + "Was the file written in a time zone other than {1}?"
        ),
        (
            RowNote.AcrossChange,
            "{0, plural, one {# handoff waited while the clocks changed.} "
                + "other {# handoffs waited while the clocks changed.}} "
                + "Baton counts the hours that passed; the earlier tracker was an hour off."
        ),
    ];
}
