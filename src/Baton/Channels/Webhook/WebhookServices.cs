namespace Baton.Channels.Webhook;

internal static class WebhookServices
{
    internal static IServiceCollection AddWebhookChannel(this IServiceCollection services) =>
        services.AddSingleton<IChannel, WebhookChannel>();
}
