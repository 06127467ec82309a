using Baton.Client;
using Baton.Features.Drafts;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api.Description;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.Json;
using Scalar.AspNetCore;

namespace Baton.Hosting;

internal static class WebPipeline
{
    internal static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSessions(configuration);
        services.AddAuthorization();
        services.AddRazorComponents();
        services.AddSingleton<KeptMarkup>().AddSingleton<KeptReads>().AddScoped<PageParts>();
        services.AddRateLimits(configuration);
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.ConfigureHttpJsonOptions(json => BatonJson.Configure(json.SerializerOptions));
        services.AddApiDescription();
        // The description adds a resolver of its own. Without it the options are the same as those of the client, and
        // what is known of each type is worked out once.
        services.PostConfigure<JsonOptions>(json =>
            json.SerializerOptions.TypeInfoResolver = BatonJson.Options.TypeInfoResolver
        );
        services.AddTelemetry(configuration);
        services.AddSingleton<ForgetAnswers>().AddSingleton<ForgetDrafts>();
        services.AddSingleton<SeenPeople>();
        services.AddSingleton<InvitationMails>();
        return services;
    }

    internal static void UseWeb(this WebApplication app)
    {
        app.UseDraining();
        app.UseTrustedProxies();
        app.UsePublicScheme();
        app.UseHeaders();
        app.UseResponseCompression();
        app.UseLanguages();
        app.UseOneSpelling();
        app.Use(
            (http, next) =>
            {
                CommitLog.Begin();
                return next(http);
            }
        );
        app.UseChangesUnderWay();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = Problems.WriteExceptionAsync,
                SuppressDiagnosticsCallback = _ => true,
            }
        );
        app.UseStatusCodePages(context =>
            PageAbove.Of(context.HttpContext) is { } page
                ? Results.LocalRedirect(page).ExecuteAsync(context.HttpContext)
                : Problems.WriteStatusAsync(context.HttpContext)
        );
        app.UseRequestMetrics();
        app.UseAuthentication();
        app.Use(
            (http, next) =>
            {
                var who = http.Features.Get<SignedIn>();
                Acting.Current = new Acting(who?.Caller.Person ?? "nobody", who?.Door ?? "page");
                Languages.UseAccount(http);
                return next(http);
            }
        );
        app.UseRateLimiter();
        app.UseKnownMethods();
        app.UseAuthorization();
        app.UseStandby();
        app.MapHealth();
        app.MapPrometheus();
        app.MapOwnFiles();
        app.MapManifest();
        app.MapOpenApi("/openapi/{documentName}.json").DisableRateLimiting();
        app.MapScalarApiReference(
            "/docs",
            options => options.WithTitle("Baton API").WithOpenApiRoutePattern("/openapi/{documentName}.json")
        );
    }

    /// <summary>A connection that stays open would bring the next request to a server that stops.</summary>
    private static void UseDraining(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use(
            (http, next) =>
            {
                if (draining.HasBegun)
                    http.Response.Headers.Connection = "close";
                return next(http);
            }
        );
    }

    /// <summary>
    /// Where people come by https, a proxy in front of us speaks it: what reaches us plainly was not plain, and
    /// secure cookies may be set.
    /// </summary>
    private static void UsePublicScheme(this WebApplication app)
    {
        if (!Sessions.IsSecure(app.Configuration))
            return;
        app.Use(
            (http, next) =>
            {
                http.Request.Scheme = Uri.UriSchemeHttps;
                return next(http);
            }
        );
    }

    /// <summary>
    /// A file that comes for minutes is left out: what is done with it bears the time of its write.
    /// </summary>
    private static void UseChangesUnderWay(this WebApplication app)
    {
        var underWay = app.Services.GetRequiredService<Writer>().UnderWay;
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(
            async (http, next) =>
            {
                var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
                if (reads || UploadForm.IsOne(http.Request))
                {
                    await next(http);
                    return;
                }

                using var request = underWay.Begin(time);
                await next(http);
            }
        );
    }
}
