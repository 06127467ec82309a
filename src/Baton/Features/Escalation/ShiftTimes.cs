using System.Globalization;
using Baton.Client;
using Baton.Features.Clocks;
using Baton.Features.Organization;

namespace Baton.Features.Escalation;

/// <summary>When a shift is to be handed over, and who hears when it is not.</summary>
internal static class ShiftTimes
{
    /// <summary>A shift that is handed over a little early is not handed over once more at its time.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromHours(1);

    private static readonly TimeSpan UsualGrace = TimeSpan.FromMinutes(30);

    /// <summary>When the next one is due after one that is handed over now; null where nothing is.</summary>
    internal static DateTime? NextAfterOne(Template template, KnownTeam? sender, DateTime now) =>
        Next(template, sender, now) is not { } next ? null
        : next - now <= Early ? Next(template, sender, next)
        : next;

    internal static DateTime? Next(Template template, KnownTeam? sender, DateTime after) =>
        template.At is { } times
            ? sender?.NextOf(
                [.. times.Select(time => TimeOnly.Parse(time, CultureInfo.InvariantCulture).ToTimeSpan())],
                after
            )
            : null;

    /// <summary>
    /// The rungs of the template, counted from the moment at which it was due over the time that accepting may take.
    /// By the clock on the wall: a shift often ends when its team closes.
    /// </summary>
    internal static IReadOnlyList<AlarmRung> RungsOf(Template template, DateTime due)
    {
        var grace = Grace(template);
        return
        [
            .. (template.Escalation ?? Ladder.Usual).Select(rung => new AlarmRung(
                rung.At,
                due + WorkingSpan.Share(grace, rung.At),
                rung.Tell
            )),
        ];
    }

    private static TimeSpan Grace(Template template) =>
        WorkingSpan.TryParse(template.AcceptWithin) switch
        {
            { Unit: 'm' } span => TimeSpan.FromMinutes(span.Amount),
            { Unit: 'h' } span => TimeSpan.FromHours(span.Amount),
            { Unit: 'd' } span => TimeSpan.FromDays(span.Amount),
            _ => UsualGrace,
        };
}
