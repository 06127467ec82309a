using Baton.Channels;

namespace Baton.Features.Teams;

internal static class TeamServices
{
    internal static IServiceCollection AddTeams(this IServiceCollection services) =>
        services
            .AddSingleton<ChannelVault>()
            .AddSingleton<TeamChannels>()
            .AddSingleton<PutTeam>()
            .AddSingleton<ChangeSettings>()
            .AddSingleton<AddChannel>()
            .AddSingleton<PutChannel>()
            .AddSingleton<RotateSecret>()
            .AddSingleton<ChannelSample>()
            .AddSingleton<AddHolidays>()
            .AddSingleton<TestChannel>();
}
