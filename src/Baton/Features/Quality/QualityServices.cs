namespace Baton.Features.Quality;

internal static class QualityServices
{
    internal static IServiceCollection AddQuality(this IServiceCollection services) =>
        services.AddSingleton<HourCache>().AddSingleton<SendSummaries>();
}
