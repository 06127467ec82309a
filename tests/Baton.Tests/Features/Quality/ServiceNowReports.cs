using System.Diagnostics;
using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Quality;

/// <summary>
/// Compares each figure of the reports on the real log with what a script works out from the log alone.
/// </summary>
internal static class ServiceNowReports
{
    private const int Window = 36_500;

    /// <summary>Sums of many durations are not added up in the same order.</summary>
    private const double Tolerance = 1e-9;

    internal static async Task CheckAsync(Someone root, string log)
    {
        var senders = await root.Api.SendersAsync(Window);
        var flow = await root.Api.FlowAsync(Window);
        var templates = await root.Api.TemplatesReportAsync(Window);
        var expected = await ExpectedAsync(log, flow.Until);
        Assert.Equal(834, expected.GetProperty("senders").GetProperty("handoffs").GetInt32());
        Check("senders", expected.GetProperty("senders"), ToJson(senders));
        Check("flow", expected.GetProperty("flow"), ToJson(flow));
        string[] required = ["cmdb_ci", "u_symptom", "category", "priority"];
        Check(
            "templates",
            expected.GetProperty("templates"),
            ToJson(templates with { Items = [.. templates.Items.Where(row => required.Contains(row.Field))] })
        );
    }

    private static JsonElement ToJson<T>(T report) => JsonSerializer.SerializeToElement(report, BatonJson.Options);

    private static async Task<JsonElement> ExpectedAsync(string log, DateTime until)
    {
        var script = Path.Combine(
            Repository.Root,
            "tests",
            "Baton.Tests",
            "Features",
            "Quality",
            "servicenow_reports.py"
        );
        using var python = Process.Start(
            new ProcessStartInfo(
                "/usr/bin/python3",
                [
                    script,
                    log,
                    until.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        return JsonElement.Parse(output);
    }

    /// <summary>Every member that is expected, and no more items in a list than are.</summary>
    private static void Check(string path, JsonElement expected, JsonElement actual)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in expected.EnumerateObject())
                    Check($"{path}.{member.Name}", member.Value, actual.GetProperty(member.Name));
                break;
            case JsonValueKind.Array:
                Assert.True(
                    expected.GetArrayLength() == actual.GetArrayLength(),
                    $"{path} has {actual.GetArrayLength()} items, not {expected.GetArrayLength()}"
                );
                foreach (var (i, item) in expected.EnumerateArray().Index())
                    Check($"{path}[{i}]", item, actual[i]);
                break;
            case JsonValueKind.Number:
                var difference = Math.Abs(expected.GetDouble() - actual.GetDouble());
                Assert.True(
                    difference <= Tolerance * Math.Max(1, Math.Abs(expected.GetDouble())),
                    $"{path} is {actual}, not {expected}"
                );
                break;
            default:
                Assert.True(JsonElement.DeepEquals(expected, actual), $"{path} is {actual}, not {expected}");
                break;
        }
    }
}
