using System.Globalization;
using Baton.Features.Organization;

namespace Baton.Web.Pages;

/// <summary>When something is due, or by how much it is overdue, as a reader of pages is told.</summary>
internal static class DueWords
{
    internal static string Of(DateTime due, RequestContext context) =>
        due < context.Now ? T("Overdue by {0}", Length(context.Now - due))
        : TimeToday(due, context) is { } time ? T("Due today {0}", time)
        : T("Due in {0}", Length(due - context.Now));

    /// <summary>The same for a question that holds up the work.</summary>
    internal static string OfAnswer(DateTime due, RequestContext context) =>
        due < context.Now ? T("Answer overdue by {0}", Length(context.Now - due))
        : TimeToday(due, context) is { } time ? T("Answer due today {0}", time)
        : T("Answer due in {0}", Length(due - context.Now));

    /// <summary>Null where it is due on another day.</summary>
    private static string? TimeToday(DateTime due, RequestContext context)
    {
        var zone = Names.ZoneOf(context);
        var local = Names.In(zone, due);
        return local.Date == Names.In(zone, context.Now).Date
            ? local.ToString("HH:mm", CultureInfo.InvariantCulture)
            : null;
    }

    internal static string Length(TimeSpan span) =>
        span.TotalHours < 1 ? T("{0, plural, one {# minute} other {# minutes}}", Math.Max(1, (int)span.TotalMinutes))
        : span.TotalDays < 1 ? T("{0, plural, one {# hour} other {# hours}}", (int)span.TotalHours)
        : T("{0, plural, one {# day} other {# days}}", (int)span.TotalDays);
}
