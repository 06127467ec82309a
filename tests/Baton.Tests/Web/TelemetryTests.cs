using System.Diagnostics;
using System.Net;
using System.Text;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Tests.App;

namespace Baton.Tests.Web;

public sealed class TelemetryTests(SharedApps apps)
{
    private const string Promtool = "/usr/bin/promtool";

    [Theory, EitherEngine]
    public async Task Prometheus_is_told_what_waits_in_words_that_promtool_accepts(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        Assert.Equal(401, (await cast.App.SendAsync(null, HttpMethod.Get, "metrics/prometheus")).Status);
        Assert.Equal(403, (await cast.App.SendAsync(cast.Ben, HttpMethod.Get, "metrics/prometheus")).Status);
        var told = await cast.App.SendAsync(cast.Root, HttpMethod.Get, "metrics/prometheus");
        Assert.Equal((200, "text/plain"), (told.Status, told.ContentType));
        Assert.Matches("(?m)^baton_handoffs_live\\{status=\"initiated\"\\} [1-9]", told.Body);
        Assert.Contains(
            "http_request_duration_seconds_count{code=\"201\",method=\"POST\"",
            told.Body,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(cast.Sender, told.Body, StringComparison.Ordinal);
        if (!File.Exists(Promtool))
            Assert.Skip($"{Promtool} is not there; ./test installs it.");
        using var promtool = Process.Start(
            new ProcessStartInfo(Promtool, ["check", "metrics"])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        await promtool.StandardInput.WriteAsync(told.Body);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, said);
    }

    /// <summary>A collector that takes what it is sent; the trace id stands in the protobuf as it is.</summary>
    [Fact]
    public async Task A_delivery_belongs_to_the_trace_of_the_request_that_caused_it()
    {
        using var collector = new HttpListener();
        var port = Ports.Free();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        var bodies = new List<byte[]>();
        var taking = TakeAsync(collector, bodies);
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            }
        );
        var cast = await app.CastAsync();
        await cast.Root.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new ChannelRequest(
                        "webhook",
                        Url: $"http://127.0.0.1:{port}/hook-secret",
                        Secret: "whsec_" + Convert.ToBase64String(new byte[32])
                    ),
                ],
            }
        );
        var trace = "0123456789abcdef0123456789abcdef";

        // The client of this test is in the same process, so it tells the server of which trace it is by itself.
        using var cause = new Activity("cause")
            .SetParentId(
                ActivityTraceId.CreateFromString(trace),
                ActivitySpanId.CreateFromString("0123456789abcdef"),
                ActivityTraceFlags.Recorded
            )
            .Start();
        var made = await app.SendAsync(
            cast.Alice,
            HttpMethod.Post,
            "api/v1/handoffs",
            $$"""{"template": "{{cast.Template_}}", "context": {"client_name": "Acme GmbH", "contract_value": 1} }"""
        );
        Assert.Equal(201, made.Status);
        var id = Convert.FromHexString(trace);
        await Wait.ForAsync(
            () =>
                Task.FromResult(
                    Seen()
                        .ConvertAll(body =>
                            $"{body.Length} bytes, "
                            + $"{(body.AsSpan().IndexOf(id) >= 0 ? "of the request" : "")} "
                            + $"{(body.AsSpan().IndexOf("deliver by webhook"u8) >= 0 ? "of a delivery" : "")}"
                        )
                ),
            seen =>
                seen.Exists(candidate => candidate.EndsWith("of the request of a delivery", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(Seen(), body => Encoding.UTF8.GetString(body).Contains("Acme", StringComparison.Ordinal));
        foreach (
            var path in (string[])
                [
                    "guest/link-secret",
                    "guest/link-secret/return",
                    "guest/link-secret/nowhere",
                    "act/link-secret?do=accept",
                    "act/link-secret/nowhere",
                    "join?code=link-secret",
                    "setup?code=link-secret",
                    "link-secret",
                ]
        )
            await app.SendAsync(null, HttpMethod.Get, path);
        await app.SendAsync(null, HttpMethod.Get, "healthz");
        await Wait.ForAsync(
            () => Task.FromResult(Texts()),
            texts => texts.Contains("/healthz", StringComparison.Ordinal)
        );
        Assert.Contains("/guest/{token}", Texts(), StringComparison.Ordinal);
        Assert.DoesNotContain("hook-secret", Texts(), StringComparison.Ordinal);
        Assert.DoesNotContain("link-secret", Texts(), StringComparison.Ordinal);
        collector.Stop();
        await taking;

        string Texts() => string.Concat(Seen().Select(Encoding.UTF8.GetString));

        List<byte[]> Seen()
        {
            lock (bodies)
                return [.. bodies];
        }
    }

    private static async Task TakeAsync(HttpListener collector, List<byte[]> bodies)
    {
        while (collector.IsListening)
        {
            try
            {
                var context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.Url!.AbsolutePath.EndsWith("/traces", StringComparison.Ordinal))
                {
                    lock (bodies)
                        bodies.Add(body.ToArray());
                }

                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
