namespace Baton.Channels.Slack;

internal static class SlackServices
{
    internal static IServiceCollection AddSlackChannel(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services
            .AddSingleton(SlackSetup.From(configuration))
            .AddSingleton<SlackClient>()
            .AddSingleton<IChannel, SlackChannel>();
}
