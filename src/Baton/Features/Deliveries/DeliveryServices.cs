using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

internal static class DeliveryServices
{
    internal static IServiceCollection AddDeliveries(this IServiceCollection services) =>
        services
            .AddSingleton<Addressees>()
            .AddSingleton<ClockAudience>()
            .AddSingleton<Watchers>()
            .AddSingleton<NoticeReaders>()
            .AddSingleton<MakeDeliveries>()
            .AddSingleton<ExpandNotices>()
            .AddSingleton<ClaimDeliveries>()
            .AddSingleton<Glances>()
            .AddSingleton<SendDelivery>()
            .AddSingleton<RecordAttempt>()
            .AddSingleton<TellInstead>()
            .AddSingleton<HeldTargets>()
            .AddSingleton(provider => new MailStatus(() =>
                provider.GetRequiredService<HeldTargets>().MailFault?.Reason
            ))
            .AddSingleton<ForgetNotifications>()
            .AddSingleton(provider => new UnreadCount(
                async (person, cancellationToken) =>
                {
                    await using var db = await provider
                        .GetRequiredService<IDbContextFactory<BatonDb>>()
                        .CreateDbContextAsync(cancellationToken);
                    return await Notifications.CountAsync(db, person);
                }
            ))
            .AddSingleton<TargetSlots>();
}
