namespace Baton.Features.Templates.Fields;

/// <summary>A text that may mean either of two numbers.</summary>
internal sealed record Doubt(string Text, string Large, string Small)
{
    /// <summary>Both as they can be typed without doubt.</summary>
    internal string Sentence => T("can mean {0} or {1}: write one of these", Large, Small);

    internal static Doubt? Of(string text, IReadOnlyList<NumberReading> readings) =>
        readings is [var large, var small]
            ? new Doubt(text.Trim(), NumberText.Unmistakable(large), NumberText.Unmistakable(small))
            : null;
}
