using Baton.Features.Quality.Measures;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>An hour that is not noted is an hour whose handoffs no measure counts.</summary>
internal static class MeasuresCheck
{
    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var missing = await Inspection.HoursNotNoted(db).ToListAsync(cancellationToken);
        return missing.Count == 0
            ? []
            :
            [
                DoctorFinding.Fault(
                    $"The measures lack {missing.Count} hours, the first of them "
                        + $"{MetricHour.StartOf(missing.Min()):yyyy-MM-ddTHH:mmZ}.",
                    "Run baton doctor --repair to add them."
                ),
            ];
    }

    internal static async Task<string> RepairAsync(Examination examination, CancellationToken cancellationToken)
    {
        var noted = await examination.Writer.WriteAsync(
            async (db, token) =>
            {
                var missing = await Inspection.HoursNotNoted(db).ToListAsync(token);
                foreach (var hour in missing)
                    await MetricHour.NoteAsync(db, hour, null, token);
                return missing.Count;
            },
            cancellationToken
        );
        return $"repaired: hours added: {noted}";
    }
}
