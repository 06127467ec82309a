using Baton.Features.Deliveries;

namespace Baton.Outbox;

internal static class OutboxFeature
{
    internal static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutboxHealth>().AddDeliveries().AddHostedService<OutboxWorker>();
}
