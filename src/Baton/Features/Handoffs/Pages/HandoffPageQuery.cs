using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Organization;
using Baton.Web.Api;
using Baton.Web.Pages;
using NodaTime;
using NodaTime.Text;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What the address of the list holds: the filter, and how it is shown.</summary>
internal sealed record HandoffPageQuery : HandoffFilter
{
    private const int DaysOfWeek = 7;

    private static readonly YearMonthPattern MonthPattern = YearMonthPattern.Iso;

    [Options("list", "board", "calendar")]
    public string? View { get; init; }

    /// <summary>
    /// Due by the end of today or of the next seven days, for whoever reads it; or within seven days and not overdue.
    /// </summary>
    [Options("today", "week", "coming")]
    public string? Due { get; init; }

    /// <summary>The month of the calendar, such as <c>2026-11</c>.</summary>
    public string? Month { get; init; }

    /// <summary>Outside of these years a month has days that no calendar has.</summary>
    private const int FirstYear = 1900;
    private const int LastYear = 9000;

    public override IEnumerable<FieldError> Faults(HttpRequest request) =>
        Month is null || MonthIn(Month) is not null
            ? base.Faults(request)
            : base.Faults(request).Append(new FieldError("month", "rule", T("month must be a month such as 2026-11.")));

    internal HandoffFilter ToFilter(RequestContext context)
    {
        if (Due == "coming")
            return this with { DueFrom = context.Now, DueBefore = context.Now.AddDays(DaysOfWeek) };
        var days = Due switch
        {
            "today" => 1,
            "week" => DaysOfWeek,
            _ => 0,
        };
        if (days == 0)
            return this;
        var end = StartOf(TodayOf(context).PlusDays(days), context);
        return this with { DueBefore = DueBefore < end ? DueBefore : end };
    }

    internal YearMonth MonthOf(RequestContext context) =>
        (Month is null ? null : MonthIn(Month)) ?? TodayOf(context).ToYearMonth();

    private static YearMonth? MonthIn(string text) =>
        MonthPattern.Parse(text).TryGetValue(default, out var month) && month.Year is >= FirstYear and <= LastYear
            ? month
            : null;

    internal static string Wire(YearMonth month) => MonthPattern.Format(month);

    internal static LocalDate TodayOf(RequestContext context) => DayOf(context.Now, context);

    internal static LocalDate DayOf(DateTime moment, RequestContext context) =>
        LocalDate.FromDateTime(Names.In(Names.ZoneOf(context), moment));

    internal static DateTime StartOf(LocalDate day, RequestContext context) =>
        Names.ZoneOf(context).AtStartOfDay(day).ToDateTimeUtc();
}
