using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Baton.Features.Templates.Publishing;

/// <summary>A line that stayed (blank), came (+) or went (-).</summary>
public sealed record DiffLine(char Sign, string Text);

/// <summary>What changed between two texts, line by line.</summary>
internal static class LineDiff
{
    /// <summary>Longer texts that differ everywhere would take too long to compare.</summary>
    private const int MostLines = 3000;

    internal static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var old = before.TrimEnd();
        var now = after.TrimEnd();
        if (LinesOf(old).Length > MostLines || LinesOf(now).Length > MostLines)
            return
            [
                .. LinesOf(old).Select(line => new DiffLine('-', line)),
                .. LinesOf(now).Select(line => new DiffLine('+', line)),
            ];
        return
        [
            .. InlineDiffBuilder
                .Diff(old, now, ignoreWhiteSpace: false)
                .Lines.Select(line => new DiffLine(SignOf(line.Type), line.Text)),
        ];
    }

    private static string[] LinesOf(string text) => text.Split('\n');

    private static char SignOf(ChangeType type) =>
        type switch
        {
            ChangeType.Inserted => '+',
            ChangeType.Deleted => '-',
            _ => ' ',
        };
}
