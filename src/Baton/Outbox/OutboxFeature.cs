namespace Baton.Outbox;

internal static class OutboxFeature
{
    internal static IServiceCollection AddOutbox(this IServiceCollection services) => services.AddSingleton<OutboxHealth>();
}

internal sealed class OutboxHealth
{
    internal static string? Fault() => null;
}
