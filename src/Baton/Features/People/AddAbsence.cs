using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Notes that a person is away on some days, and who stands in.</summary>
internal static class AddAbsence
{
    private const int MostDays = 366;
    private const int LongestNote = 500;

    internal static async Task<Outcome<Absence>> RunAsync(
        BatonDb db,
        RequestContext context,
        string person,
        AbsenceRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(context, person) is { } refusal)
            return refusal;
        var (first, last, faults) = Parse(context, person, request);
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        await db.LockDirectoryAsync(cancellationToken);
        var others = await db
            .Absences.AsNoTracking()
            .Where(absence => absence.EndedAt == null && absence.FirstDay <= last && absence.LastDay >= first)
            .ToListAsync(cancellationToken);
        if (Fault(others, person, request.Substitute, first, last) is { } fault)
            return Refusal.Invalid([fault]);
        var absence = db
            .Absences.Add(
                new Absence
                {
                    PersonKey = person,
                    FirstDay = first,
                    LastDay = last,
                    SubstituteKey = request.Substitute,
                    Note = request.Note,
                    CreatedBy = context.Caller.Person,
                    CreatedAt = context.Now,
                }
            )
            .Entity;
        await db.SaveChangesAsync(cancellationToken);
        return absence;
    }

    /// <summary>
    /// Everybody may for themselves, a lead for the people of their team, an admin for all. People of other teams are
    /// not there.
    /// </summary>
    internal static Refusal? Refuse(RequestContext context, string person)
    {
        if (!MaySee(context, person))
            return Refusal.NotFound(T("person {0}", person));
        var theirs = context.Catalog.CallerOf(person)?.Teams.Keys ?? [];
        return context.Caller.IsAdmin || context.Caller.Person == person || theirs.Any(context.Caller.Leads)
            ? null
            : Refusal.Forbidden(
                T("Only {0}, a lead of one of their teams or an admin can record that {0} is away.", person)
            );
    }

    internal static bool MaySee(RequestContext context, string person) =>
        context.Catalog.People.ContainsKey(person)
        && (
            context.Caller.IsAdmin
            || context.Caller.Person == person
            || (context.Catalog.CallerOf(person)?.Teams.Keys.Any(context.Caller.Is) ?? false)
        );

    private static (DateOnly First, DateOnly Last, List<FieldError> Faults) Parse(
        RequestContext context,
        string person,
        AbsenceRequest request
    )
    {
        var faults = new List<FieldError>();
        var first = Day("from", request.From, faults);
        var last = Day("until", request.Until, faults);
        if (faults.Count == 0 && last < first)
            faults.Add(
                new FieldError(
                    "until",
                    "rule",
                    T("until must not be before from ({0}). It is the last day away.", request.From)
                )
            );
        else if (faults.Count == 0 && last < context.Catalog.Absences.DayOf(person, context.Now))
            faults.Add(new FieldError("until", "rule", T("until must not be in the past.")));
        else if (faults.Count == 0 && last.DayNumber - first.DayNumber >= MostDays)
            faults.Add(new FieldError("until", "rule", T("An absence must not be longer than {0} days.", MostDays)));
        if (request.Note?.Length > LongestNote)
            faults.Add(new FieldError("note", "rule", T("note must not be longer than {0} characters.", LongestNote)));
        if (request.Substitute == person)
            faults.Add(new FieldError("substitute", "rule", T("Choose somebody other than the person who is away.")));
        else if (
            context.Catalog.CallerOf(request.Substitute) is not { } substitute
            || !(context.Catalog.CallerOf(person)?.Teams.Keys.Any(substitute.Is) ?? false)
        )
            faults.Add(
                new FieldError(
                    "substitute",
                    "unknown",
                    T(
                        "{0} is not an active person in one of the teams of {1}. Choose somebody who is.",
                        request.Substitute,
                        person
                    )
                )
            );
        return (first, last, faults);
    }

    private static DateOnly Day(string field, string text, List<FieldError> faults)
    {
        if (
            !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < 1900 or > 2199
        )
            faults.Add(
                new FieldError(field, "type", T("{0} must be a date such as 2026-12-25; it is ''{1}'.", field, text))
            );
        return day;
    }

    private static FieldError? Fault(
        List<Absence> others,
        string person,
        string substitute,
        DateOnly first,
        DateOnly last
    )
    {
        if (others.Find(absence => absence.PersonKey == person) is { } same)
            return new FieldError(
                "from",
                "rule",
                T(
                    "{0} is already away from {1} to {2}. End that absence first.",
                    person,
                    same.FirstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    same.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                )
            );
        return Circle(others, [person, substitute], first, last) is { } circle
            ? new FieldError(
                "substitute",
                "rule",
                T("Nobody would be left: on some of these days {0}. Choose another person.", Chain(circle))
            )
            : null;
    }

    private static string Chain(IReadOnlyList<string> circle) =>
        string.Join(
            ", ",
            circle.Skip(1).Zip(circle.Skip(2)).Select(pair => T("{0} covers for {1}", pair.Second, pair.First))
        );

    /// <summary>
    /// Who covers for whom, from the person back to the person, on a day that is common to all; null where it
    /// ends.
    /// </summary>
    private static IReadOnlyList<string>? Circle(
        List<Absence> others,
        IReadOnlyList<string> chain,
        DateOnly first,
        DateOnly last
    )
    {
        foreach (
            var absence in others.Where(absence => absence.PersonKey == chain[^1] && absence.Overlaps(first, last))
        )
        {
            IReadOnlyList<string> longer = [.. chain, absence.SubstituteKey];
            if (absence.SubstituteKey == chain[0])
                return longer;
            var from = absence.FirstDay > first ? absence.FirstDay : first;
            var until = absence.LastDay < last ? absence.LastDay : last;
            if (!chain.Contains(absence.SubstituteKey) && Circle(others, longer, from, until) is { } circle)
                return circle;
        }

        return null;
    }
}
