using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

internal static class SearchCheck
{
    private const int Together = 100;

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        await using var snapshot = await Inspection.SnapshotAsync(db, cancellationToken);
        // Up to here the server is at work: an older version wrote the entries, or a move brought none.
        var from = await IndexAnew.FromAsync(db, cancellationToken);
        var missing = await SearchIndex.Missing(db).CountAsync(id => id > from, cancellationToken);
        var stray = await SearchIndex.Stray(db).CountAsync(cancellationToken);
        var waiting = await IndexAnew.WaitingAsync(db, cancellationToken);
        return
        [
            .. missing + stray == 0
                ? Array.Empty<DoctorFinding>()
                :
                [
                    DoctorFinding.Fault(
                        $"Handoffs missing from search: {missing}. Search entries without a handoff: {stray}.",
                        "Run baton doctor --repair to rebuild the entries."
                    ),
                ],
            .. waiting == 0
                ? Array.Empty<DoctorFinding>()
                :
                [
                    DoctorFinding.Warning(
                        "Handoffs that search does not know, or knows as an older version of Baton wrote them: "
                            + $"{waiting}.",
                        "The server indexes them over time. Run baton doctor --repair to do it now."
                    ),
                ],
        ];
    }

    internal static async Task<string> RepairAsync(Examination examination, CancellationToken cancellationToken)
    {
        var added = 0;
        var removed = 0;
        int changed;
        do
        {
            var (more, fewer) = await examination.Writer.WriteAsync(MendSomeAsync, cancellationToken);
            added = added + more;
            removed = removed + fewer;
            changed = more + fewer;
        } while (changed > 0);
        while (await examination.Writer.WriteAsync(IndexAnew.SomeAsync, cancellationToken) is > 0 and var some)
            added += some;
        return $"repaired: entries added: {added}, removed: {removed}";
    }

    /// <summary>A few at a time, so that the server's own writes need not wait.</summary>
    private static async Task<(int Added, int Removed)> MendSomeAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var missing = await SearchIndex.Missing(db).Take(Together).ToListAsync(cancellationToken);
        var stray = await SearchIndex.Stray(db).Take(Together).ToListAsync(cancellationToken);
        var handoffs = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => missing.Contains(handoff.Id))
            .ToListAsync(cancellationToken);
        foreach (var handoff in handoffs)
            await SearchIndex.AddAsync(db, handoff.Id, HandoffWords.Of(handoff), cancellationToken);
        foreach (var id in stray)
            await SearchIndex.RemoveAsync(db, id, cancellationToken);
        return (handoffs.Count, stray.Count);
    }
}
