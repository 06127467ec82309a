using System.Diagnostics;
using Baton.Client;

namespace Baton.Tests.App;

/// <summary>The real log of <c>docs/examples/servicenow.md</c>, and the steps of that example.</summary>
public static class ServiceNowLog
{
    private static readonly string Path = System.IO.Path.Combine(
        Repository.Root,
        "..",
        "shared",
        "data",
        "incident_event_log.csv"
    );

    /// <summary>The log's path; skips the test where the log is not there.</summary>
    public static string Find()
    {
        if (!File.Exists(Path))
            Assert.Skip("The log ../shared/data/incident_event_log.csv is not beside this checkout.");
        return Path;
    }

    /// <summary>A folder with what the script makes of the log.</summary>
    public static async Task<string> RunScriptAsync(params string[] more)
    {
        var directory = Directory.CreateTempSubdirectory("baton-test-").FullName;
        using var python = Process.Start(
            "/usr/bin/python3",
            [System.IO.Path.Combine(Repository.Root, "docs", "examples", "servicenow.py"), Find(), directory, .. more]
        );
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        return directory;
    }

    /// <summary>Teams and templates, by an admin who is there from then on.</summary>
    public static async Task<Someone> PrepareAsync(BatonApp app, string directory)
    {
        var root = await app.AddPersonAsync("root", admin: true);
        foreach (var team in await File.ReadAllLinesAsync(System.IO.Path.Combine(directory, "teams.tsv")))
            await root.Api.PutTeamAsync(team.Split('\t')[0], new TeamRequest { Name = team.Split('\t')[1] });
        var published = await BatonProgram.RunAsync(
            app.Storage,
            "template",
            "publish",
            System.IO.Path.Combine(directory, "templates.yaml")
        );
        Assert.Equal((0, 59), (published.Exit, published.Lines.Count));
        return root;
    }

    public static Task<Ran> ImportAsync(BatonApp app, string directory, params string[] more) =>
        BatonProgram.RunAsync(
            app.Storage,
            ["import", System.IO.Path.Combine(directory, "handoffs.ndjson"), "--format", "ndjson", .. more]
        );
}
