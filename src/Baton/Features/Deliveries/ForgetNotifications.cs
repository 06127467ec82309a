using System.Globalization;
using Baton.Core;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Notifications are kept for 90 days, or as the settings say, then taken away, some at a time, so that nobody waits
/// for it.
/// </summary>
internal sealed class ForgetNotifications(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    LiveSettings settings,
    TimeProvider time
)
{
    private const int MostAtOnce = 500;
    private const int UsualDays = 90;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);

    private DateTime next;

    private TimeSpan Kept =>
        TimeSpan.FromDays(
            settings.Stored(SettingNames.NotificationDays) is { } days
                ? int.Parse(days, CultureInfo.InvariantCulture)
                : UsualDays
        );

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (now < next)
            return;
        while (await SomeAsync(now - Kept, cancellationToken) == MostAtOnce)
            cancellationToken.ThrowIfCancellationRequested();
        next = now + BetweenLooks;
    }

    private async Task<int> SomeAsync(DateTime before, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var old = await db
            .Notifications.Where(notification => notification.CreatedAt < before)
            .OrderBy(notification => notification.CreatedAt)
            .Select(notification => notification.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        if (old.Count > 0)
            await writer.WriteAsync(
                (writing, token) =>
                    writing.Notifications.Where(row => EF.Parameter(old).Contains(row.Id)).ExecuteDeleteAsync(token),
                cancellationToken
            );
        return old.Count;
    }
}
