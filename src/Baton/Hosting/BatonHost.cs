using Baton.Channels;
using Baton.Channels.Email;
using Baton.Channels.Slack;
using Baton.Channels.Webhook;
using Baton.Features.Archive;
using Baton.Features.Attachments;
using Baton.Features.Audit;
using Baton.Features.Audit.Pages;
using Baton.Features.Deliveries;
using Baton.Features.Doctor;
using Baton.Features.Drafts;
using Baton.Features.Escalation;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Guests;
using Baton.Features.Guests.Pages;
using Baton.Features.Handoffs;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.Receipts;
using Baton.Features.Links.Pages;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Quality;
using Baton.Features.Settings;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Features.Templates.Fields;
using Baton.Features.Templates.Publishing;
using Baton.Features.Templates.Publishing.Building;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Baton.Hosting;

/// <summary>The composition root.</summary>
internal static class BatonHost
{
    internal static WebApplication Build(
        StorageOptions storage,
        string urls,
        Action<WebApplicationBuilder>? change = null
    )
    {
        // Without what another web server, HTTP/3 and plug-ins need: it takes memory and is not used.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = "baton",
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
            }
        );
        change?.Invoke(builder);
        builder.WebHost.UseUrls(urls.Split(';')).UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Requests.LargestBody;
        });
        builder.Logging.AddSimpleConsole(console =>
            (console.SingleLine, console.ColorBehavior, console.UseUtcTimestamp, console.TimestampFormat) = (
                true,
                LoggerColorBehavior.Disabled,
                true,
                "yyyy-MM-ddTHH:mm:ss.fffZ "
            )
        );
        Quieten(builder.Logging);
        AddCore(builder.Services, storage.With(builder.Configuration), builder.Configuration);
        builder.Services.AddWeb(builder.Configuration);
        builder.Services.AddSignIn(builder.Configuration);
        AddWorkers(builder.Services, storage);
        builder.Services.AddLinks();
        builder.Services.AddSlack();
        var app = builder.Build();
        app.UseWeb();
        var api = app.MapApi();
        api.MapHandoffs();
        api.MapReceipts();
        api.MapTemplates();
        api.MapTeams();
        api.MapDeliveries();
        api.MapNotifications();
        api.MapEscalation();
        api.MapPeople();
        api.MapQuality();
        api.MapAudit();
        api.MapSettings();
        api.MapAttachments();
        api.MapGuests();
        app.MapSignInPages();
        app.MapPeoplePages();
        var pages = app.MapPages();
        pages.MapLook();
        pages.MapDrafts();
        pages.MapLists();
        pages.MapTeamPages();
        pages.MapTemplatePages();
        pages.MapTemplateBuilder();
        pages.MapDeliveryPages();
        pages.MapNotificationPages();
        pages.MapAuditPage();
        pages.MapOrphanPages();
        pages.MapHealthPage();
        pages.MapSettingsPages();
        app.MapLogo();
        pages.MapLive();
        pages.MapReportPages();
        pages.MapHandOver();
        pages.MapHandoffPages();
        pages.MapReceiptPages();
        app.MapLinks();
        app.MapSlack();
        pages.MapAttachmentPages();
        pages.MapGuestManagement();
        app.MapOpenPages().MapGuestPages();
        return app;
    }

    /// <summary>What goes on beside the requests.</summary>
    private static void AddWorkers(IServiceCollection services, StorageOptions storage) =>
        services
            .AddSingleton<WorkerHealth>()
            .AddSingleton<Draining>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = DrainOptions.LongestRequest)
            .AddStoreWorkers(storage)
            .AddDeliveries()
            .AddSingleton<FireAlarms>()
            .AddSingleton<EndGuests>()
            .AddSingleton<BeginMonth>()
            .AddHostedService<ClockWorker>()
            .AddHostedService<IndexAnew>()
            .AddHostedService<KeepHours>()
            .AddHostedService<OutboxWorker>()
            .AddHostedService<MoveFilesIn>()
            .AddHostedService<SweepWorker>();

    /// <summary>What the server and the commands on a data directory share.</summary>
    internal static IServiceCollection AddCore(
        IServiceCollection services,
        StorageOptions storage,
        IConfiguration configuration
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(DemoGuide.None);
        services.AddSingleton<LiveSettings>();
        services.AddSingleton<BaseUrl>();
        services.AddSingleton<CurrencyOptions>();
        return services
            .AddStorage(storage)
            .AddStoreRules()
            .AddSingleton<Catalogs>()
            .AddChannels(configuration)
            .AddEmailChannel()
            .AddSlackChannel(configuration)
            .AddWebhookChannel()
            .AddPasswords()
            .AddTeams()
            .AddSettings()
            .AddQuality()
            .AddSingleton<ReceiptSigner>()
            .AddAttachments(configuration);
    }

    /// <summary>
    /// Baton logs each failure once, so the framework's own messages about it are left out. A lost race that is run
    /// again is no failure.
    /// </summary>
    private static void Quieten(ILoggingBuilder logging) =>
        logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
}
