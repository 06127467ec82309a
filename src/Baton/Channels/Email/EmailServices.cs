namespace Baton.Channels.Email;

internal static class EmailServices
{
    internal static IServiceCollection AddEmailChannel(this IServiceCollection services) =>
        services.AddSingleton<NoticeMailHtml>().AddSingleton<IChannel, EmailChannel>();
}
