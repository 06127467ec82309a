using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Tests.App;
using Baton.Tests.Features.Quality;
using CsvHelper;

namespace Baton.Tests.Features.Import;

/// <summary>The worked example of the documentation, on the real log that it is about.</summary>
public sealed class ServiceNowTests
{
    private static readonly string[] Required = ["cmdb_ci", "u_symptom", "category", "priority"];

    [Theory, EitherEngine]
    public async Task The_log_becomes_834_handoffs_with_their_own_times(Engine engine)
    {
        var counted = Count(Events());
        Assert.Equal(
            (834, 242, 814, 212),
            (counted.Handoffs, counted.Back, counted.Lacking["cmdb_ci"], counted.Lacking["u_symptom"])
        );
        var with = await ServiceNowLog.RunScriptAsync();
        var without = await ServiceNowLog.RunScriptAsync("--without-waivers");
        await using var app = await BatonApp.StartAsync(engine);
        var root = await ServiceNowLog.PrepareAsync(app, with);

        var refused = await ServiceNowLog.ImportAsync(app, without, "--dry-run", "--json");
        var faults = refused
            .Lines.SkipLast(1)
            .SelectMany(line => JsonElement.Parse(line).GetProperty("errors").EnumerateArray())
            .ToLookup(error => error.GetProperty("field").GetString());
        Assert.Equal(1, refused.Code);
        Assert.Equal(counted.Lacking, Required.ToDictionary(field => field, field => faults[field].Count()));
        Assert.All(
            faults.SelectMany(field => field),
            error => Assert.Equal("placeholder", error.GetProperty("code").GetString())
        );

        var imported = await ServiceNowLog.ImportAsync(app, with);
        Assert.Equal((0, ""), (imported.Code, imported.Error));
        Assert.Contains("834 lines: 834 created, 0 refused", imported.Out, StringComparison.Ordinal);
        Assert.Contains(
            "834 lines: 0 created, 834 existing, 0 refused",
            (await ServiceNowLog.ImportAsync(app, with)).Out,
            StringComparison.Ordinal
        );
        await CheckAsync(app, root, counted);
        await ServiceNowReports.CheckAsync(root, ServiceNowLog.Path);
    }

    private static async Task CheckAsync(BatonApp app, Someone root, Counted counted)
    {
        var metrics = await root.Api.MetricsAsync(36_500);
        Assert.Equal(
            (834, counted.Taken, counted.Taken, 834 - counted.Taken),
            (metrics.TotalHandoffs, metrics.Completed, metrics.Accepted, metrics.Open)
        );
        Assert.Equal(Math.Round(counted.Hours.Average(), 1), metrics.AvgAcceptanceHours);
        Assert.Equal(0, (await root.Api.MetricsAsync(30)).TotalHandoffs);
        var stored = await app.ReadAsync(db =>
            Task.FromResult(
                db.Handoffs.Select(handoff => new
                    {
                        handoff.FromTeam,
                        handoff.ToTeam,
                        handoff.InitiatedAt,
                        handoff.Waivers,
                    })
                    .ToList()
            )
        );
        Assert.Equal(
            counted.Moves.Order(),
            stored.Select(candidate => (candidate.FromTeam, candidate.ToTeam, candidate.InitiatedAt!.Value)).Order()
        );
        foreach (var field in Required)
            Assert.Equal(
                counted.Lacking[field],
                stored.Count(candidate => candidate.Waivers.Any(waiver => waiver.Field == field))
            );
    }

    private sealed record Counted(
        int Handoffs,
        int Back,
        int Taken,
        Dictionary<string, int> Lacking,
        List<double> Hours,
        List<(string From, string To, DateTime At)> Moves
    );

    /// <summary>Counts again, from the log itself: walks each incident and remembers who holds it.</summary>
    private static Counted Count(ILookup<string, Dictionary<string, string>> incidents)
    {
        var counted = new Counted(0, 0, 0, Required.ToDictionary(field => field, _ => 0), [], []);
        foreach (var incident in incidents)
        {
            var events = incident.ToList();
            var holders = new List<string>();
            foreach (var (i, one) in events.Index().Where(pair => pair.Item["assignment_group"] != "?"))
            {
                var group = one["assignment_group"];
                if (holders.Count > 0 && holders[^1] != group)
                {
                    foreach (var field in Required.Where(field => one[field] == "?"))
                        counted.Lacking[field]++;
                    counted.Moves.Add((KeyOf(holders[^1]), KeyOf(group), At(one)));
                    var passedOn = events.FindIndex(
                        i,
                        later => later["assignment_group"] != group && later["assignment_group"] != "?"
                    );
                    var taken = events
                        .Skip(i + 1)
                        .Take((passedOn < 0 ? events.Count : passedOn) - i)
                        .FirstOrDefault(later =>
                            later["sys_updated_by"] != one["sys_updated_by"] && At(later) >= At(one)
                        );
                    counted = counted with
                    {
                        Handoffs = counted.Handoffs + 1,
                        Back = counted.Back + (holders.Contains(group) ? 1 : 0),
                        Taken = counted.Taken + (taken is null ? 0 : 1),
                    };
                    if (taken is not null)
                        counted.Hours.Add((At(taken) - At(one)).TotalHours);
                }

                holders.Add(group);
            }
        }

        return counted;
    }

    private static ILookup<string, Dictionary<string, string>> Events()
    {
        using var reader = CsvReader.FromFile(ServiceNowLog.Path);
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(reader.Current.ToDictionary()!);
        return rows.ToLookup(row => row["number"]);
    }

    private static DateTime At(Dictionary<string, string> one) =>
        DateTime.ParseExact(
            one["sys_updated_at"],
            "dd-MM-yyyy HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    private static string KeyOf(string group) => group.ToLowerInvariant().Replace(' ', '_');
}
