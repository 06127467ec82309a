using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>Lets everything go off whose time has come, of every kind.</summary>
internal sealed class FireAlarms(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    Catalogs catalogs,
    TimeProvider time
)
{
    private static readonly IReadOnlyList<IDueAlarms> Kinds =
    [
        new DueClocks(),
        new DueReadBacks(),
        new DueShifts(),
        new DueAssists(),
    ];

    /// <summary>How many alarms were looked at; 0 when none is due.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.UtcNow();
        if (!await AnyAsync(db, now, cancellationToken))
            return 0;
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        return await writer.WriteAsync((writing, token) => FireAsync(writing, catalog, now, token), cancellationToken);
    }

    private static async Task<bool> AnyAsync(BatonDb db, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var kind in Kinds)
        {
            if (await kind.AnyAsync(db, now, cancellationToken))
                return true;
        }

        return false;
    }

    private static async Task<int> FireAsync(
        BatonDb db,
        Catalog catalog,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var looked = 0;
        foreach (var kind in Kinds)
            looked += await kind.RunAsync(db, catalog, now, cancellationToken);
        return looked;
    }
}
