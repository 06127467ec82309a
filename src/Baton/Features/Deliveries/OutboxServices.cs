using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Storage;

namespace Baton.Features.Deliveries;

internal static class OutboxServices
{
    internal static IServiceCollection AddOutbox(this IServiceCollection services) =>
        services.AddSingleton<WorkerHealth>().AddDeliveries().AddEscalation().AddHostedService<OutboxWorker>();
}
