using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>
/// How often the right earlier answer is among the first three: of questions that are asked again in the same words,
/// and in others. And nobody is ever offered what they may not see.
/// </summary>
public sealed class AnswerProofTests(SharedApps apps)
{
    private const int Shown = 3;
    private const int OfClient = 10;

    private static readonly string[] Things =
    [
        "invoice",
        "portal",
        "contract",
        "license",
        "server",
        "report",
        "training",
        "migration",
        "backup",
        "discount",
        "warranty",
        "shipment",
        "account",
        "certificate",
        "interface",
        "workshop",
        "printer",
        "payment",
        "audit",
        "pipeline",
        "catalog",
        "password",
        "calendar",
        "newsletter",
        "dashboard",
        "firewall",
        "archive",
        "scanner",
        "budget",
        "insurance",
    ];

    private static readonly string[] Places =
    [
        "Berlin office",
        "night shift",
        "spare parts",
        "travel expenses",
        "annual meeting",
        "pilot phase",
        "web shop",
        "main warehouse",
        "legal department",
        "customer hotline",
        "test environment",
        "sales region",
        "data center",
        "assembly line",
        "second floor",
        "support desk",
        "field crew",
        "press kit",
        "mobile app",
        "cold storage",
    ];

    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["invoice"] = "bill",
        ["portal"] = "website",
        ["contract"] = "agreement",
        ["report"] = "summary",
        ["training"] = "course",
        ["discount"] = "rebate",
        ["shipment"] = "delivery",
        ["payment"] = "transfer",
        ["password"] = "credentials",
        ["budget"] = "funds",
    };

    private static readonly (string Asked, string Again)[] Forms =
    [
        ("Which {0} do they use for the {1}?", "For the {1}, what {0}s are in use at the client?"),
        ("Who approves the {0} for the {1}?", "Whose approval do we need on {1} {0}s?"),
        ("When can we start the {0} of the {1}?", "What is the starting date of the {0} at the {1}?"),
        ("How many {0}s are there in the {1}?", "What number of {0}s does the {1} have?"),
        ("Is there a {0} for the {1} already?", "Does the {1} have any {0}, or must we order one?"),
    ];

    private sealed record Kind(int Form, string Thing, string Place)
    {
        internal string Asked => string.Format(null, Forms[Form].Asked, Thing, Place);

        /// <summary>In another order, in other forms, and one time in three with another word.</summary>
        internal string Again(Random random) =>
            string.Format(
                null,
                Forms[Form].Again,
                random.Next(3) == 0 ? Synonyms.GetValueOrDefault(Thing, Thing) : Thing,
                Place
            );
    }

    [Theory, EitherEngine]
    public async Task Generated_questions_find_their_answers(Engine engine)
    {
        var clients = LongRun.Tries(24, 500);
        var repeats = LongRun.Tries(60, 1000);
        var random = new Random(7);
        var cast = await apps.CastOn(engine);
        var kinds = Shuffled(
            [
                .. from form in Enumerable.Range(0, Forms.Length)
                from thing in Things
                from place in Places
                select new Kind(form, thing, place),
            ],
            random
        );
        var asked = new List<(string Client, Kind Kind, string Field, long Id, int Number)>();
        foreach (var client in Enumerable.Range(0, clients).Select(i => $"Client {i}"))
        {
            var id = await AskOnceTests.InitiatedAsync(cast, client);
            for (var number = 1; number <= OfClient; number++)
            {
                var kind = kinds[asked.Count % kinds.Count];
                var field = number % 2 == 0 ? "note" : "contract_value";
                await AnswerAsync(cast, id, number, kind.Asked, field);
                asked.Add((client, kind, field, id, number));
            }
        }

        var (exact, other) = (0, 0);
        for (var i = 0; i < repeats; i++)
        {
            var again = asked[random.Next(asked.Count)];
            // Half are asked of the same client, half of another one about the same field.
            var isSame = i % 2 == 0;
            var now = await AskOnceTests.InitiatedAsync(cast, isSame ? again.Client : $"Newcomer {i}");
            var field = isSame ? null : again.Field;
            exact += await HasAsync(now, again.Kind.Asked, field) ? 1 : 0;
            other += await HasAsync(now, again.Kind.Again(random), field) ? 1 : 0;

            async Task<bool> HasAsync(long id, string text, string? about) =>
                (await AskOnceTests.SimilarAsync(cast.Bob, id, text, about))
                    .Items.Take(Shown)
                    .Any(answer => answer.Question == again.Kind.Asked);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"of {repeats} repeats among {asked.Count}: same words {exact}, other words {other}"
        );
        Assert.True(exact >= repeats * 0.8, $"same words: {exact} of {repeats}");
        Assert.True(other >= repeats * 0.6, $"other words: {other} of {repeats}");
    }

    [Theory, EitherEngine]
    public async Task Real_histories_find_their_answers(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var directory = await ServiceNowLog.RunScriptAsync();
        var lines = await File.ReadAllLinesAsync(Path.Combine(directory, "handoffs.ndjson"));
        var real = lines.Select(line => Incident.Of(JsonElement.Parse(line))).OfType<Incident>().ToList();
        var some = real.Take(LongRun.Tries(80, real.Count)).ToList();
        foreach (var incident in some)
        {
            var id = await AskOnceTests.InitiatedAsync(cast, incident.Category);
            await AnswerAsync(cast, id, 1, incident.Asked, "note", incident.Group);
        }

        var (exact, other) = (0, 0);
        foreach (var incident in some)
        {
            // The one that is asked again is left out: it is another handoff of the same category.
            var now = await AskOnceTests.InitiatedAsync(cast, incident.Category);
            exact += await HasAsync(now, incident.Asked) ? 1 : 0;
            other += await HasAsync(now, incident.Again) ? 1 : 0;

            async Task<bool> HasAsync(long id, string text) =>
                (await AskOnceTests.SimilarAsync(cast.Bob, id, text))
                    .Items.Take(Shown)
                    .Any(answer => answer.Question == incident.Asked);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"of {some.Count} real histories: same words {exact}, other words {other}"
        );
        Assert.True(exact >= some.Count * 0.8, $"same words: {exact} of {some.Count}");
        Assert.True(other >= some.Count * 0.6, $"other words: {other} of {some.Count}");
    }

    [Theory, EitherEngine]
    public async Task Nothing_hidden_is_ever_offered(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var people = new[] { cast.Alice, cast.Ann, cast.Bob, cast.Ben, cast.Charlie, cast.Root };
        var random = new Random(11);
        var ids = new List<long>();
        for (var i = 0; i < LongRun.Tries(16, 200); i++)
        {
            var id = await AskOnceTests.InitiatedAsync(cast, $"Client {random.Next(3)}");
            ids.Add(id);
            await AnswerAsync(cast, id, 1, $"Which portal number {random.Next(5)} do they use?", "note");
            if (random.Next(2) == 0)
                await cast.Ben.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs."));
        }

        foreach (var person in people)
        {
            var seen = new HashSet<long>();
            foreach (var id in ids)
            {
                if (await SeesAsync(person, id))
                    seen.Add(id);
            }

            foreach (var id in seen)
            {
                var found = await AskOnceTests.SimilarAsync(
                    person,
                    id,
                    $"What portal {random.Next(5)} is used?",
                    random.Next(2) == 0 ? "note" : null
                );
                Assert.All(found.Items, answer => Assert.Contains(answer.HandoffId, seen));
            }
        }
    }

    private static async Task<bool> SeesAsync(Someone person, long id)
    {
        try
        {
            await person.Api.GetAsync(id);
            return true;
        }
        catch (BatonException exception) when (exception.Problem.Status == 404)
        {
            return false;
        }
    }

    private static async Task AnswerAsync(
        Cast cast,
        long id,
        int number,
        string question,
        string field,
        string answer = "That one."
    )
    {
        await cast.Bob.Api.AskAsync(id, new AskRequest(question, field));
        await cast.Alice.Api.AnswerAsync(id, number, new AnswerRequest($"{answer} ({number})"));
    }

    private static List<Kind> Shuffled(List<Kind> kinds, Random random)
    {
        var shuffled = kinds.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    /// <summary>What somebody who receives a real incident asks.</summary>
    private sealed record Incident(string Category, string Symptom, string Subcategory, string Group)
    {
        internal string Asked => $"Which group handles {Symptom} in {Subcategory}?";

        internal string Again => $"Who takes care of {Subcategory} when the user reports {Symptom}?";

        internal static Incident? Of(JsonElement line)
        {
            var context = line.GetProperty("context");
            return
                Text("category") is { } category && Text("u_symptom") is { } symptom && Text("subcategory") is { } sub
                ? new Incident(category, symptom, sub, line.GetProperty("template").GetString()!)
                : null;

            string? Text(string field) =>
                context.TryGetProperty(field, out var value) && value.GetString() is { Length: > 1 } text ? text : null;
        }
    }
}
