using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Storage.Search;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// The words under which an answered question is found: its own, and marks for whom it was about, in which field, and
/// which teams may see it.
/// </summary>
internal static class QuestionWords
{
    /// <summary>What was taken over from elsewhere is found where it was asked.</summary>
    internal static IEnumerable<QuestionEntry> Of(Handoff handoff)
    {
        if (handoff.Questions.All(question => !IsFound(question)))
            return [];
        var marks = MarksOf(handoff);
        return handoff
            .Questions.Where(IsFound)
            .Select(question => new QuestionEntry(
                question.Number,
                string.Join(' ', marks.Concat(FieldOf(handoff, question)).Concat(StemmedWords.Of(question.Text)))
            ));
    }

    internal static bool IsFound(Question question) => question is { Answer: not null, SavedFrom: null };

    internal static string Handoff(long id) => Mark('h', id.ToString(CultureInfo.InvariantCulture));

    internal static string Team(string key) => Mark('m', key);

    internal static string ExternalKey(string key) => Mark('e', key);

    internal static string Field(string template, string field) => Mark('f', $"{template} {field}");

    /// <summary>Null where the title names nobody.</summary>
    internal static string? Client(string title) =>
        title == HandoffTitle.None ? null : Mark('t', TitleHashes.Of(title).ToString(CultureInfo.InvariantCulture));

    private static List<string> MarksOf(Handoff handoff)
    {
        var marks = new List<string> { Handoff(handoff.Id), Team(handoff.FromTeam), Team(handoff.ToTeam) };
        marks.AddRange(handoff.OtherTeams.Select(Team));
        if (Client(handoff.Title) is { } client)
            marks.Add(client);
        if (handoff.ExternalKey is { } key)
            marks.Add(ExternalKey(key));
        return marks;
    }

    private static IEnumerable<string> FieldOf(Handoff handoff, Question question) =>
        question.Field is { } field ? [Field(handoff.Template, field)] : [];

    /// <summary>No word of a text looks like it.</summary>
    private static string Mark(char kind, string text)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return string.Create(CultureInfo.InvariantCulture, $"0z{kind}{hash:x16}");
    }
}
