using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.Data.Sqlite;

namespace Baton.Bench;

/// <summary>Answered questions on each handoff of a store that fill filled, and their words in the index.</summary>
internal sealed class Questions(SqliteConnection connection, int each)
{
    internal const string Sql = "SELECT id, title, from_team, to_team, template, questions FROM handoffs ORDER BY id";

    private const int Together = 2000;

    private static readonly string[] Forms =
    [
        "Which {0} do they use for the {1}?",
        "Who approves the {0} for the {1}?",
        "When can we start the {0} of the {1}?",
        "How many {0}s are there in the {1}?",
        "Is there a {0} for the {1} already?",
    ];

    private static readonly string[] Things =
    [
        .. "invoice portal contract license server report training migration backup discount warranty shipment".Split(
            ' '
        ),
        .. "account certificate interface workshop printer payment audit pipeline catalog password".Split(' '),
    ];

    private static readonly string[] Places =
    [
        .. "Berlin office,night shift,spare parts,travel expenses,annual meeting,pilot phase,web shop".Split(','),
        .. "main warehouse,legal department,customer hotline,test environment,sales region,data center".Split(','),
    ];

    internal static void Run(string directory, int each)
    {
        var storage = new StorageOptions(Path.GetFullPath(directory), null);
        using var connection = new SqliteConnection(storage.SqliteConnectionString + ";Pooling=False");
        connection.Open();
        SqlitePragmas.Run(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;");
        new Questions(connection, each).All();
    }

    /// <summary>A handoff as a row of <see cref="Sql"/>, as far as its questions need it.</summary>
    internal static Handoff Read(SqliteDataReader row) =>
        new()
        {
            Id = row.GetInt64(0),
            Title = row.GetString(1),
            FromTeam = row.GetString(2),
            ToTeam = row.GetString(3),
            Template = row.GetString(4),
            Questions = JsonSerializer.Deserialize<List<Question>>(row.GetString(5), BatonJson.Options)!,
        };

    private void All()
    {
        var handoffs = new List<Handoff>();
        using (var rows = connection.CreateCommand())
        {
            rows.CommandText = Sql;
            using var reader = rows.ExecuteReader();
            while (reader.Read())
                handoffs.Add(Read(reader));
        }

        foreach (var some in handoffs.Chunk(Together))
            Keep(some);
        Console.WriteLine($"{handoffs.Count * each} questions");
    }

    private void Keep(IReadOnlyList<Handoff> handoffs)
    {
        using var transaction = connection.BeginTransaction();
        using var update = Command("UPDATE handoffs SET questions = $words, questions_asked = $count WHERE id = $id");
        using var insert = Command("INSERT INTO question_search (rowid, words) VALUES ($id, $words)");
        foreach (var handoff in handoffs)
        {
            handoff.Questions = [.. Enumerable.Range(1, each).Select(number => AskedIn(handoff, number))];
            Run(update, handoff.Id, JsonSerializer.Serialize(handoff.Questions, BatonJson.Options));
            foreach (var entry in QuestionWords.Of(handoff))
                Run(insert, QuestionIndex.KeyOf(handoff.Id, entry.Number), entry.Words);
        }

        transaction.Commit();

        SqliteCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            return command;
        }
    }

    private void Run(SqliteCommand command, long id, string words)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$words", words);
        command.Parameters.AddWithValue("$count", each);
        command.ExecuteNonQuery();
    }

    private static Question AskedIn(Handoff handoff, int number)
    {
        var random = new Random((int)((handoff.Id * 31) + number));
        var at = new DateTime(2024, 1, 1, 8, 0, 0, DateTimeKind.Utc).AddMinutes(handoff.Id);
        return new Question
        {
            Number = number,
            Text = string.Format(null, Pick(random, Forms), Pick(random, Things), Pick(random, Places)),
            Field = number % 2 == 0 ? "note" : null,
            AskedBy = $"{handoff.ToTeam}-member",
            AskedTeam = handoff.ToTeam,
            AskedAt = at,
            Answer = $"As agreed on the phone, number {number}.",
            AnsweredBy = $"{handoff.FromTeam}-member",
            AnsweredAt = at.AddHours(3),
        };
    }

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
