using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Baton.Features.Handoffs.State;
using Microsoft.Data.Sqlite;

namespace Baton.Tests.Features.Import;

/// <summary>A file as the earlier tracker leaves it behind.</summary>
internal sealed class OlderTracker
{
    private OlderTracker(string path) => File = path;

    internal string File { get; }

    internal static OlderTracker Create()
    {
        var tracker = new OlderTracker(
            Path.Combine(Directory.CreateTempSubdirectory("baton-test-").FullName, "tracker.db")
        );
        tracker.Run(
            """
            CREATE TABLE handoffs (id INTEGER PRIMARY KEY AUTOINCREMENT, handoff_type TEXT NOT NULL,
                from_team TEXT NOT NULL, to_team TEXT NOT NULL,
                context_json TEXT,
                status TEXT NOT NULL DEFAULT 'initiated', initiated_by TEXT, initiated_at TEXT,
                accepted_at TEXT, completed_at TEXT)
            """
        );
        return tracker;
    }

    internal OlderTracker Add(
        long id,
        string status,
        string? initiated,
        string? accepted = null,
        string? completed = null,
        string type = "sales_to_onboarding",
        string from = "sales",
        string to = "onboarding",
        string? context = """{"client_name": "Acme"}""",
        string? by = "Sam Seller"
    )
    {
        Run(
            "INSERT INTO handoffs VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
            id,
            type,
            from,
            to,
            context,
            status,
            by,
            initiated,
            accepted,
            completed
        );
        return this;
    }

    internal void Run(string sql, params object?[] values)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (i, value) in values.Index())
            command.Parameters.AddWithValue($"${i}", value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Rows in every state, at odd times, with and without fractions of a second, some completed without ever having
    /// been accepted.
    /// </summary>
    internal void Fill(int count, DateTime now, Random random)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        for (var id = 1; id <= count; id++)
        {
            var initiated = now.AddDays(-Math.Pow(random.NextDouble(), 3) * 900);
            if (random.Next(4) == 0)
                initiated = initiated.AddTicks(-(initiated.Ticks % TimeSpan.TicksPerSecond));
            DateTime? accepted =
                random.Next(4) > 0 ? initiated.AddHours(-Math.Log(1 - random.NextDouble()) * 7.3) : null;
            DateTime? completed =
                random.Next(3) == 0 ? (accepted ?? initiated).AddHours(-Math.Log(1 - random.NextDouble()) * 70) : null;
            var design = random.Next(3) == 0;
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO handoffs VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)";
            object?[] row =
            [
                id * 3,
                design ? "design_to_development" : "sales_to_onboarding",
                design ? "design" : "sales",
                design ? "development" : "onboarding",
                JsonSerializer.Serialize(
                    new { client_name = $"Client {id} ü", contract_value = random.Next(3) * 1000 }
                ),
                completed is not null ? "completed"
                : accepted is not null ? "accepted"
                : "initiated",
                "Sam Seller",
                Iso(initiated),
                Iso(accepted),
                Iso(completed),
            ];
            foreach (var (i, value) in row.Index())
                command.Parameters.AddWithValue($"${i}", value ?? DBNull.Value);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    internal sealed record Figures(int Total, int Completed, int Rate, double BySqlite, double ByPython);

    /// <summary>Its four figures for each number of days, computed by its own queries in its own language.</summary>
    internal async Task<IReadOnlyList<Figures>> FiguresAsync(DateTime now, params int[] days)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Features", "Import", "older_figures.py"),
            File,
            Iso(now)!,
            .. days.Select(day => day.ToString(CultureInfo.InvariantCulture)),
        ];
        using var python = Process.Start(
            new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true }
        )!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<Figures>(line, options)!),
        ];
    }

    /// <summary>As Python's isoformat writes it: no fraction where there is none, else six digits.</summary>
    private static string? Iso(DateTime? time) =>
        time is not { } at
            ? null
            : at.ToString(
                at.Ticks % TimeSpan.TicksPerSecond < 10 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff",
                CultureInfo.InvariantCulture
            );
}
