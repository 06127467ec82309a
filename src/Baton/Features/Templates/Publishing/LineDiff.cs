namespace Baton.Features.Templates.Publishing;

/// <summary>A line that stayed (blank), came (+) or went (-).</summary>
public sealed record DiffLine(char Sign, string Text);

/// <summary>What changed between two texts, line by line.</summary>
internal static class LineDiff
{
    private const int MostLines = 3000;

    internal static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var old = before.TrimEnd().Split('\n');
        var now = after.TrimEnd().Split('\n');
        if (old.Length > MostLines || now.Length > MostLines)
            return [.. old.Select(line => new DiffLine('-', line)), .. now.Select(line => new DiffLine('+', line))];
        var common = Common(old, now);
        var lines = new List<DiffLine>();
        var i = 0;
        var j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                _ = Add(' ', old[i]);
                i = i + 1;
                j = j + 1;
            }
            else if (j >= now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                _ = Add('-', old[i]);
                i = i + 1;
            }
            else
            {
                _ = Add('+', now[j]);
                j = j + 1;
            }
        }

        return lines;

        bool Add(char sign, string text)
        {
            lines.Add(new DiffLine(sign, text));
            return true;
        }
    }

    /// <summary>How many lines the rests of both have in common, from each pair of places on.</summary>
    private static int[,] Common(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] =
                    old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
