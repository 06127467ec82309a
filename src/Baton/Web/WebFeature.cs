using Microsoft.AspNetCore.Authentication;
using Scalar.AspNetCore;

namespace Baton.Web;

internal static class WebFeature
{
    internal static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<BaseUrl>();
        services.AddAuthentication(BearerAuthentication.Name).AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Name, null);
        services.AddAuthorization();
        services.AddRazorComponents();
        services.AddRateLimits(configuration);
        services.AddApiDescription();
        return services;
    }

    internal static void UseWeb(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.WriteExceptionAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context => Problems.WriteStatusAsync(context.HttpContext));
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json").DisableRateLimiting();
        app.MapScalarApiReference("/docs", options => options.WithTitle("Baton API").WithOpenApiRoutePattern("/openapi/{documentName}.json"));
    }
}
