using Baton.Features.Deliveries;
using Baton.Features.Escalation;

namespace Baton.Outbox;

internal static class OutboxServices
{
    internal static IServiceCollection AddOutbox(this IServiceCollection services) =>
        services.AddSingleton<WorkerHealth>().AddDeliveries().AddEscalation().AddHostedService<OutboxWorker>();
}
