using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Partitions;

/// <summary>
/// The numbers that are given next. One that was given already and whose row is still to come is below them, and
/// belongs to the month before.
/// </summary>
internal sealed record NextNumbers(long Handoff, long Delivery, long Notice)
{
    internal static async Task<NextNumbers> ReadAsync(BatonDb db, CancellationToken cancellationToken) =>
        new(
            await OfAsync(db, "handoffs", cancellationToken),
            await OfAsync(db, "deliveries", cancellationToken),
            await OfAsync(db, "notices", cancellationToken)
        );

    private static async Task<long> OfAsync(BatonDb db, string table, CancellationToken cancellationToken)
    {
        var found = await db
            .Database.GetDbConnection()
            .ListAsync($"SELECT last_value + is_called::int FROM {table}_id_seq", cancellationToken);
        return long.Parse(found[0], CultureInfo.InvariantCulture);
    }
}
