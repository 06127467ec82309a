using System.Text.Json;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>
/// The served description is the one in <c>docs/openapi.json</c>: a change of the contract is seen in review.
/// </summary>
public sealed class ApiDescriptionTests(SharedApps apps)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task It_is_the_committed_one()
    {
        var app = await apps.On(Engine.Sqlite);
        var served = await app.SendAsync(null, HttpMethod.Get, "openapi/v1.json");
        Assert.Equal(200, served.Status);
        var text = JsonSerializer.Serialize(JsonElement.Parse(served.Body), Indented) + "\n";
        Assert.Contains("\"openapi\": \"3.1", text);
        var file = Path.Combine(Repository.Root, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("BATON_WRITE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        Assert.True(
            text == await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
            "The API description changed. When that is meant: BATON_WRITE_SNAPSHOTS=1 ./test "
                + "--filter-class '*ApiDescription*', and commit docs/openapi.json."
        );
    }

    [Fact]
    public async Task Every_write_says_what_it_takes_and_every_call_what_it_does()
    {
        var app = await apps.On(Engine.Sqlite);
        var paths = JsonElement
            .Parse((await app.SendAsync(null, HttpMethod.Get, "openapi/v1.json")).Body)
            .GetProperty("paths");
        foreach (
            var (path, method, call) in paths
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Where(candidate => candidate.Name != "parameters")
                        .Select(call => (path.Name, call.Name, call.Value))
                )
        )
        {
            Assert.True(call.TryGetProperty("summary", out _), $"{method} {path} has no summary");
            Assert.True(
                method is "get" or "delete"
                    || call.TryGetProperty("requestBody", out _)
                    || path.EndsWith("/replay", StringComparison.Ordinal),
                $"{method} {path} takes nothing"
            );
        }
    }

    [Fact]
    public async Task It_can_be_read_in_a_browser_without_calling_anybody_else()
    {
        var app = await apps.On(Engine.Sqlite);
        var page = await app.SendAsync(null, HttpMethod.Get, "docs/");
        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));
        Assert.DoesNotContain("cdn.", page.Body);
    }

    [Fact]
    public async Task The_server_says_whether_it_is_alive_and_ready()
    {
        var app = await apps.On(Engine.Sqlite);
        Assert.Equal(200, (await app.SendAsync(null, HttpMethod.Get, "healthz")).Status);
        var ready = await app.SendAsync(null, HttpMethod.Get, "readyz");
        Assert.Equal((200, true), (ready.Status, JsonElement.Parse(ready.Body).GetProperty("ready").GetBoolean()));
    }
}
