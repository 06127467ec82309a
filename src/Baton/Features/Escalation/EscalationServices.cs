using Baton.Features.Guests;
using Baton.Features.Handoffs.Reading;

namespace Baton.Features.Escalation;

internal static class EscalationServices
{
    internal static IServiceCollection AddEscalation(this IServiceCollection services) =>
        services
            .AddSingleton<FireAlarms>()
            .AddSingleton<EndGuests>()
            .AddHostedService<ClockWorker>()
            .AddHostedService<IndexAnew>();
}
