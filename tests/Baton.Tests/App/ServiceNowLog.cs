using System.Diagnostics;
using System.IO.Compression;
using Baton.Client;

namespace Baton.Tests.App;

/// <summary>The real log of <c>docs/examples/servicenow.md</c>, and the steps of that example.</summary>
public static class ServiceNowLog
{
    private static readonly Lazy<string> Unpacked = new(Unpack);

    /// <summary>The log's path.</summary>
    public static string Path => Unpacked.Value;

    /// <summary>A folder with what the script makes of the log.</summary>
    public static async Task<string> RunScriptAsync(params string[] more)
    {
        var directory = Directory.CreateTempSubdirectory("baton-test-").FullName;
        using var python = Process.Start(
            "/usr/bin/python3",
            [System.IO.Path.Combine(Repository.Root, "docs", "examples", "servicenow.py"), Path, directory, .. more]
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
        var published = await app.AdminAsync(
            "template",
            "publish",
            System.IO.Path.Combine(directory, "templates.yaml")
        );
        Assert.Equal((0, 59), (published.Code, published.Lines.Count));
        return root;
    }

    public static Task<Said> ImportAsync(BatonApp app, string directory, params string[] more) =>
        app.AdminAsync(["import", System.IO.Path.Combine(directory, "handoffs.ndjson"), "--format", "ndjson", .. more]);

    private static string Unpack()
    {
        var packed = System.IO.Path.Combine(Repository.Root, "tests", "data", "incident_event_log.csv.gz");
        var path = System.IO.Path.Combine(
            Directory.CreateTempSubdirectory("baton-test-").FullName,
            "incident_event_log.csv"
        );
        using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using var to = File.Create(path);
        from.CopyTo(to);
        return path;
    }
}
