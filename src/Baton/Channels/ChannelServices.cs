using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Baton.Channels;

internal static class ChannelServices
{
    internal static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ResolveAddresses>(Dns.GetHostAddressesAsync);
        services.AddSingleton<StoredMailServer>();
        services.AddSingleton(provider =>
            ChannelOptions.From(configuration, provider.GetRequiredService<StoredMailServer>())
        );
        services.AddSingleton<PublicConnect>();
        services.AddSingleton<OutgoingPost>();
        services.AddSingleton<ChannelTypes>();
        services
            .AddHttpClient(OutgoingPost.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Handler)
            // The address of a Slack webhook is its secret, and the factory's loggers write addresses.
            .RemoveAllLoggers();
        return services;
    }

    private static SocketsHttpHandler Handler(IServiceProvider services) =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = services.GetRequiredService<PublicConnect>().ConnectAsync,
            ConnectTimeout = OutgoingPost.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseDrainSize = 0,
            // Without it no span is written either, which would hold the whole address.
            ActivityHeadersPropagator = null,
        };
}
