using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Features.Clocks;

/// <summary>A length of working time as templates write it: <c>30m</c>, <c>8h</c>, or <c>1d</c> (working days of a team).</summary>
internal readonly partial record struct WorkingSpan(int Amount, char Unit)
{
    internal static WorkingSpan? TryParse(string? text)
    {
        var match = text is null ? Match.Empty : Pattern().Match(text);
        return match.Success && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var amount)
            ? new WorkingSpan(amount, match.Groups[2].Value[0])
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{Unit}");

    [GeneratedRegex(@"\A([1-9][0-9]{0,4})([mhd])\z")]
    private static partial Regex Pattern();
}
