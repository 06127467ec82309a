using Baton.Web.Pages;

namespace Baton.Features.Deliveries;

internal static class DeliveryServices
{
    internal static IServiceCollection AddDeliveries(this IServiceCollection services) =>
        services
            .AddSingleton<Addressees>()
            .AddSingleton<ClockAudience>()
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
            .AddSingleton<TargetSlots>();
}
