using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Features.Clocks;

/// <summary>
/// A length of working time as templates write it: <c>30m</c>, <c>8h</c>, or <c>1d</c> (working days of a team).
/// </summary>
internal readonly partial record struct WorkingSpan(int Amount, char Unit)
{
    private const int MostDays = 1000;
    private const int MostHours = 8000;
    private const int MostMinutes = 99_999;

    internal static WorkingSpan? TryParse(string? text)
    {
        var match = text is null ? Match.Empty : Pattern().Match(text);
        return match.Success && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var amount)
            ? new WorkingSpan(amount, match.Groups[2].Value[0])
            : null;
    }

    /// <summary>Within what a template may say; what was published before there was a limit holds on.</summary>
    internal bool IsSensible =>
        Amount
        <= Unit switch
        {
            'd' => MostDays,
            'h' => MostHours,
            _ => MostMinutes,
        };

    internal static string Most { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{MostDays}d, {MostHours}h or {MostMinutes}m");

    /// <summary>So many per cent of a length of time; never more than all of the calendar.</summary>
    internal static TimeSpan Share(TimeSpan whole, int percent) =>
        new((long)Int128.Min((Int128)whole.Ticks * percent / 100, DateTime.MaxValue.Ticks));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{Unit}");

    [GeneratedRegex(@"\A([1-9][0-9]{0,4})([mhd])\z")]
    private static partial Regex Pattern();
}
