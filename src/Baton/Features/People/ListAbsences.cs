using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>When a person is and was away, the latest first; for the people of their teams.</summary>
internal static class ListAbsences
{
    private const int Most = 100;

    internal static async Task<Outcome<ItemsOf<AbsenceRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        string person,
        CancellationToken cancellationToken
    )
    {
        if (!AddAbsence.MaySee(context, person))
            return Refusal.NotFound(T("person {0}", person));
        var absences = await db
            .Absences.AsNoTracking()
            .Where(absence => absence.PersonKey == person)
            .OrderByDescending(absence => absence.FirstDay)
            .ThenByDescending(absence => absence.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return new ItemsOf<AbsenceRecord>([.. absences.Select(ToRecord)]);
    }

    internal static AbsenceRecord ToRecord(Absence absence) =>
        new()
        {
            Id = absence.Id,
            Person = absence.PersonKey,
            From = absence.FirstDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Until = absence.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Substitute = absence.SubstituteKey,
            Note = absence.Note,
            CreatedBy = absence.CreatedBy,
            CreatedAt = absence.CreatedAt,
            EndedAt = absence.EndedAt,
        };
}
