using Baton.Features.Clocks;
using Baton.Tests.App;
using CsCheck;
using Xunit;

namespace Baton.Tests.Features.Clocks;

public sealed class WorkingCalendarLawTests
{
    private static readonly Gen<WorkingSpan> Time = Gen.OneOf(
        Gen.Int[1, 5000].Select(m => new WorkingSpan(m, 'm')),
        Gen.Int[1, 80].Select(h => new WorkingSpan(h, 'h'))
    );

    private static readonly Gen<WorkingSpan> AnySpan = Gen.OneOf(
        Gen.Int[1, 99999].Select(m => new WorkingSpan(m, 'm')),
        Gen.Int[1, 2000].Select(h => new WorkingSpan(h, 'h'))
    );

    private static readonly Gen<TimeSpan> Gap = Gen.Long[0, 20 * TimeSpan.TicksPerDay]
        .Select(ticks => new TimeSpan(ticks));

    [Fact]
    public void Adding_time_agrees_with_counting_minutes() =>
        Gen.Select(CalendarGen.TeamAndMoment, Time)
            .Sample(
                (team, span) =>
                    team.Team.Add(team.At, Length(span)) is not { } expected
                    || Same(expected, team.Team.Calendar.Add(team.At, span)),
                iter: LongRun.Tries(200, 800)
            );

    [Fact]
    public void Adding_days_agrees_with_stepping_over_dates() =>
        Gen.Select(CalendarGen.TeamAndMoment, Gen.Int[1, 40])
            .Sample(
                (team, days) =>
                    team.Team.AddDays(team.At, days) is not { } expected
                    || Same(expected, team.Team.Calendar.Add(team.At, new WorkingSpan(days, 'd'))),
                iter: LongRun.Tries(400, 1500)
            );

    [Fact]
    public void Open_time_between_agrees_with_counting_minutes() =>
        Gen.Select(CalendarGen.TeamAndMoment, Gap)
            .Sample(
                (team, gap) =>
                    team.Team.Calendar.Between(team.At, team.At + gap) == team.Team.Between(team.At, team.At + gap),
                iter: 500
            );

    [Fact]
    public void Open_and_next_opening_agree_with_looking_at_minutes() =>
        CalendarGen.TeamAndMoment.Sample(
            team =>
                team.Team.Calendar.IsOpen(team.At) == team.Team.IsOpen(team.At)
                && (
                    team.Team.NextOpen(team.At) is not { } expected
                    || Same(expected, team.Team.Calendar.NextOpen(team.At))
                ),
            iter: LongRun.Tries(500, 2000)
        );

    [Fact]
    public void Between_a_moment_and_its_sum_lies_the_span() =>
        Gen.Select(CalendarGen.TeamAndMoment, AnySpan)
            .Sample(
                (team, span) =>
                    team.Team.Calendar.Between(team.At, team.Team.Calendar.Add(team.At, span)) == Length(span),
                iter: LongRun.Tries(1000, 5000)
            );

    [Fact]
    public void A_sum_is_the_earliest_moment_with_that_open_time() =>
        Gen.Select(CalendarGen.TeamAndMoment, AnySpan)
            .Sample(
                (team, span) =>
                    team.Team.Calendar.Between(team.At, team.Team.Calendar.Add(team.At, span).AddTicks(-1))
                    == Length(span) - new TimeSpan(1),
                iter: LongRun.Tries(1000, 5000)
            );

    [Fact]
    public void A_later_start_or_a_longer_span_never_ends_earlier() =>
        Gen.Select(CalendarGen.TeamAndMoment, AnySpan, Gap, Gen.Int[0, 500])
            .Sample(
                (team, span, gap, more) =>
                {
                    var calendar = team.Team.Calendar;
                    var end = calendar.Add(team.At, span);
                    return end <= calendar.Add(team.At + gap, span)
                        && end <= calendar.Add(team.At, span with { Amount = span.Amount + more });
                },
                iter: LongRun.Tries(1000, 5000)
            );

    [Fact]
    public void More_days_end_later() =>
        Gen.Select(CalendarGen.TeamAndMoment, Gen.Int[1, 5000])
            .Sample(
                (team, days) =>
                {
                    var calendar = team.Team.Calendar;
                    var end = calendar.Add(team.At, new WorkingSpan(days, 'd'));
                    return team.At < end && end < calendar.Add(team.At, new WorkingSpan(days + 1, 'd'));
                },
                iter: LongRun.Tries(1000, 5000)
            );

    [Fact]
    public void Open_time_is_the_sum_of_its_parts() =>
        Gen.Select(CalendarGen.TeamAndMoment, Gap, Gap)
            .Sample(
                (team, first, second) =>
                {
                    var calendar = team.Team.Calendar;
                    var middle = team.At + first;
                    var end = team.At + first + second;
                    return calendar.Between(team.At, middle) + calendar.Between(middle, end)
                        == calendar.Between(team.At, end);
                },
                iter: LongRun.Tries(1000, 5000)
            );

    private static bool Same(DateTime expected, DateTime actual) =>
        expected == actual && actual.Kind == DateTimeKind.Utc;

    private static TimeSpan Length(WorkingSpan span) =>
        span.Unit == 'm' ? TimeSpan.FromMinutes(span.Amount) : TimeSpan.FromHours(span.Amount);
}
