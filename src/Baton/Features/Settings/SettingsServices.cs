namespace Baton.Features.Settings;

internal static class SettingsServices
{
    internal static IServiceCollection AddSettings(this IServiceCollection services) =>
        services.AddSingleton<PutSettings>().AddSingleton<TestMail>();
}
