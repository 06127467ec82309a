using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Features.Handoffs.Chains;

namespace Baton.Tests.Features.Quality;

/// <summary>What arrives of carried values, as a script works it out from the handoffs themselves.</summary>
public sealed class ChainsReportTests
{
    private const string First = "  - { key: client_name, type: text }\n  - { key: start, type: date }";

    private const string Carrying = """
          - { key: client_name, type: text, carry: client_name }
          - { key: begins, type: date, carry: FIRST.start }
          - { key: note, type: text }
        """;

    [Theory, BothEngines]
    public async Task It_is_what_a_script_works_out_from_random_chains(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var chain = await ChainCast.Of(await app.CastAsync(), First, Carrying, Carrying);
        var seed = System.Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var ids = await RandomChainsAsync(chain, new Random(seed));
        var report = await chain.Cast.Root.Api.ChainsAsync();
        var expected = await ExpectedAsync(chain, ids);
        var actual = JsonSerializer.SerializeToNode(report, BatonJson.Options)!.AsObject();
        Assert.True(report.Values is { Carried: > 20, Corrected: > 0, Emptied: > 0 }, $"{report.Values}");
        Assert.NotEmpty(report.Drift);
        foreach (var (member, value) in expected)
            Assert.True(
                JsonNode.DeepEquals(value, actual[member]),
                $"seed {seed}, {member}: {value} / {actual[member]}"
            );

        await ShownAsync(chain, report);
        // Alice sees what her team hands over or receives, and nothing between the others.
        var alices = await chain.Cast.Alice.Api.ChainsAsync();
        Assert.True(alices.Handoffs < report.Handoffs);
        Assert.DoesNotContain(alices.Items, row => row.To == chain.Second);
        var one = await chain.Cast.Root.Api.ChainsAsync(template: chain.Second);
        Assert.Equal(one.Values, Sum(report.Fields.Where(row => row.To == chain.Second)));
    }

    private static async Task<List<long>> RandomChainsAsync(ChainCast chain, Random random)
    {
        var root = chain.Cast.Root.Api;
        string[] templates = [chain.First, chain.Second, chain.Third];
        var ids = new List<long>();
        for (var i = 0; i < 40; i++)
        {
            var parent = i < 4 ? (long?)null : ids[random.Next(ids.Count)];
            object context = random.Next(5) == 0 ? new { client_name = "Own" } : new { note = "n" };
            if (parent is null)
                context = new { client_name = $"Client {i}", start = "2026-12-01" };
            var request = new CreateHandoffRequest(
                templates[parent is null ? 0 : 1 + (i % 2)],
                Json(context),
                Draft: i % 9 == 8,
                ParentId: parent
            );
            ids.Add((await root.CreateAsync(request)).HandoffId);
        }

        for (var i = 0; i < 50; i++)
        {
            var id = ids[random.Next(ids.Count)];
            var drifts = (await root.GetAsync(id)).Drift.Count > 0;
            if (drifts && random.Next(2) == 0)
                await (random.Next(3) == 0 ? root.KeepAsync(id) : root.UpdateAsync(id));
            else
                await root.EditAsync(id, new EditRequest(Change(random)));
        }

        return ids;
    }

    private static JsonElement Change(Random random) =>
        random.Next(6) switch
        {
            0 => Json(new { client_name = (string?)null }),
            1 => Json(new { begins = (string?)null }),
            2 => Json(new { begins = "2026-12-24" }),
            3 => Json(new { start = "2026-12-31" }),
            _ => Json(new { client_name = $"Client {random.Next(4)}" }),
        };

    private static async Task<JsonObject> ExpectedAsync(ChainCast chain, List<long> ids)
    {
        var root = chain.Cast.Root.Api;
        var handoffs = new JsonArray();
        foreach (var id in ids)
        {
            var handoff = JsonSerializer.SerializeToNode(await root.GetAsync(id), BatonJson.Options)!.AsObject();
            handoff["events"] = JsonSerializer.SerializeToNode(
                (await root.GetEventsAsync(id)).Items,
                BatonJson.Options
            );
            handoffs.Add(handoff);
        }

        var carry = new JsonObject { [chain.Second] = CarryOf(chain), [chain.Third] = CarryOf(chain) };
        var file = Path.Combine(chain.Cast.App.Storage.DataDirectory, "chains.json");
        await File.WriteAllTextAsync(
            file,
            new JsonObject { ["carry"] = carry, ["handoffs"] = handoffs }.ToJsonString()
        );
        return await RunAsync(file);
    }

    private static JsonObject CarryOf(ChainCast chain) =>
        new() { ["client_name"] = "client_name", ["begins"] = $"{chain.First}.start" };

    private static async Task<JsonObject> RunAsync(string file)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Baton.Tests", "Features", "Quality");
        using var python = Process.Start(
            new ProcessStartInfo("/usr/bin/python3", [Path.Combine(folder, "chains_report.py"), file])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        return JsonNode.Parse(output)!.AsObject();
    }

    private static async Task ShownAsync(ChainCast chain, ChainsReport report)
    {
        using var visitor = await chain.Cast.App.VisitAsync(chain.Cast.Root);
        var page = await visitor.GetAsync("/reports?tab=chains");
        var rows = page.Document.QuerySelectorAll("#chains tbody tr");
        Assert.Equal(report.Items.Count, rows.Length);
        Assert.Contains("loses most", page.Document.QuerySelector("#worst-field")!.TextContent);
        var said = (await chain.Cast.App.CliAsync(chain.Cast.Root, "report", "chains")).Done();
        Assert.Equal(
            report.Items.Count + report.Fields.Count + report.Hops.Count + report.Drift.Count,
            said.Lines.Count(line => line.Length > 0)
        );
        var csv = (await chain.Cast.App.CliAsync(chain.Cast.Root, "report", "chains", "--csv")).Done().Lines;
        Assert.StartsWith("from,to,handoffs,values.carried", csv[0]);
    }

    private static Retention Sum(IEnumerable<ChainFieldRow> rows) =>
        rows.Select(row => row.Values)
            .Aggregate(
                new Retention(0, 0, 0, 0),
                (sum, row) =>
                    new(
                        sum.Carried + row.Carried,
                        sum.Unchanged + row.Unchanged,
                        sum.Corrected + row.Corrected,
                        sum.Emptied + row.Emptied
                    )
            );

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, BatonJson.Options);
}
