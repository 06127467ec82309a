using Baton.Features.Organization;
using Baton.Web;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Prometheus;

namespace Baton.Hosting;

/// <summary>What machines that look after Baton are told: metrics for Prometheus, traces for a collector.</summary>
internal static class Telemetry
{
    internal const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    internal static readonly Variable Variable = new(
        CollectorSetting,
        "An OpenTelemetry collector for traces. The other standard `OTEL_…` variables work too. "
            + "[More](operate.md#metrics-and-traces)",
        "http://127.0.0.1:4317"
    );

    internal static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Gauges>();
        if (!string.IsNullOrWhiteSpace(configuration[CollectorSetting]))
            services.AddTraces();
        return services;
    }

    private static void AddTraces(this IServiceCollection services) =>
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("baton", serviceVersion: ProgramVersion.Text))
            .WithTracing(tracing =>
                tracing
                    .AddSource(Tracing.Name)
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddProcessor(new SecretlessSpans())
                    .AddOtlpExporter()
            );

    internal static void UseRequestMetrics(this WebApplication app)
    {
        var registry = app.Services.GetRequiredService<Gauges>().Registry;
        app.UseHttpMetrics(options =>
        {
            options.RequestCount.Enabled = false;
            options.SetMetricFactory(Metrics.WithCustomRegistry(registry));
        });
    }

    /// <summary>For admins, whose token Prometheus sends as a bearer token.</summary>
    internal static void MapPrometheus(this WebApplication app) =>
        app.MapGet(
                "/metrics/prometheus",
                async (HttpContext http, Gauges gauges) =>
                {
                    if (!http.RequestContext().Caller.IsAdmin)
                    {
                        await Problems.WriteAsync(
                            http,
                            Refusal.Forbidden(T("Only admins can read the metrics of the whole server."))
                        );
                        return;
                    }

                    http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                    await gauges.Registry.CollectAndExportAsTextAsync(http.Response.Body, http.RequestAborted);
                }
            )
            .RequireAuthorization()
            .DisableRateLimiting()
            .ExcludeFromDescription();
}
