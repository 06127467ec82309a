using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Import;

public sealed class ImportLegacyTests
{
    private const string Complete = """
        {"client_name": "Acme GmbH", "contract_value": 50000, "start_date": "2026-12-01",
         "key_contacts": "Jo Doe", "special_requirements": "none", "goals": "grow"}
        """;

    [Theory, BothEngines]
    public async Task Ids_order_times_and_names_stay_and_nobody_is_told(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(
                7,
                "completed",
                "2026-01-05T09:00:00.123456",
                "2026-01-05T17:30:00",
                "2026-01-20 08:00",
                context: Complete
            )
            .Add(9, "accepted", "2026-01-06T09:00:00", "2026-01-06T10:00:00", by: "Zoë O'Neil <zoe@example.org>")
            .Add(40, "initiated", "2026-01-07", by: null, context: null)
            .Add(41, "completed", "2026-01-08T09:00:00", null, "2026-01-09T09:00:00");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await ImportAsync(app, tracker);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            ["row 7: created 7", "row 9: created 9", "row 40: created 40", "row 41: created 41"],
            ran.Lines.Take(4)
        );
        Assert.Contains(
            "3 handoffs would not pass today's gate. As history, they were imported unchanged.",
            ran.Out,
            StringComparison.Ordinal
        );
        var root = await app.AddPersonAsync("root", admin: true);
        Assert.Equal(
            [41, 40, 9, 7],
            (await root.Api.ListAsync(new HandoffQuery())).Items.Select(item => item.HandoffId)
        );
        var first = await root.Api.GetAsync(7);
        Assert.Equal(
            (HandoffStatus.Completed, "Acme GmbH", "sales", "onboarding", "Sam Seller"),
            (first.Status, first.Title, first.FromTeam, first.ToTeam, first.InitiatedBy)
        );
        Assert.Equal(
            (At("2026-01-05T09:00:00.123456"), At("2026-01-05T17:30:00"), At("2026-01-20T08:00:00"), null, null, false),
            (first.InitiatedAt, first.AcceptedAt, first.CompletedAt, first.AcceptedBy, first.CompletedBy, first.Overdue)
        );
        Assert.Equal(
            ("Zoë O'Neil <zoe@example.org>", null),
            ((await root.Api.GetAsync(9)).InitiatedBy, (await root.Api.GetAsync(40)).InitiatedBy)
        );
        Assert.Equal(
            (HandoffStatus.Completed, null),
            ((await root.Api.GetAsync(41)).Status, (await root.Api.GetAsync(41)).AcceptedAt)
        );
        var timeline = await root.Api.GetEventsAsync(7);
        Assert.Equal(
            ["handoff.initiated", "handoff.accepted", "handoff.completed"],
            timeline.Items.Select(happened => happened.Kind)
        );
        Assert.Equal(
            7,
            Assert.Single((await root.Api.ListAsync(new HandoffQuery { Search = "acme gmbh grow" })).Items).HandoffId
        );
        Assert.Equal(
            0,
            await app.ReadAsync(db => db.Notices.CountAsync()) + await app.ReadAsync(db => db.GateAttempts.CountAsync())
        );
    }

    [Theory, BothEngines]
    public async Task Half_a_surrogate_pair_in_a_name_refuses_its_row_alone(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(1, "initiated", "2026-01-05T09:00:00")
            .Add(2, "initiated", "2026-01-05T10:00:00", context: """{"\ud83d":1,"b":2}""")
            .Add(3, "initiated", "2026-01-05T11:00:00");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await ImportAsync(app, tracker);
        Assert.Equal(
            [
                "row 1: created 1",
                "row 2: refused: context_json: The name of a member of the body has a character that "
                    + "is not text (NUL, or half of a surrogate pair).",
                "row 3: created 3",
            ],
            ran.Lines.Take(3)
        );
    }

    [Theory, BothEngines]
    public async Task Bytes_that_are_not_UTF_8_refuse_their_row(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(1, "initiated", "2026-01-05T09:00:00", context: """{"client_name": "This \uFFFD was written so"}""");
        foreach (var (i, column) in new[] { "initiated_by", "from_team", "context_json" }.Index())
        {
            tracker.Add(2 + i, "initiated", "2026-01-05T09:00:00");
            tracker.Run($"UPDATE handoffs SET {column} = CAST(x'7B22C3285C22' AS TEXT) WHERE id = {2 + i}");
        }

        tracker.Add(5, "initiated", "2026-01-05T09:00:00", by: "Sam\0Seller");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await ImportAsync(app, tracker);
        const string Why = "is not UTF-8. Correct its text in the earlier tracker, or leave the row out.";
        Assert.Equal(
            [
                "row 1: created 1",
                $"row 2: refused: initiated_by {Why}",
                $"row 3: refused: from_team {Why}",
                $"row 4: refused: context_json {Why}",
                "row 5: refused: initiated_by contains a NUL character. Remove it.",
            ],
            ran.Lines.Take(5)
        );
    }

    [Theory, BothEngines]
    public async Task Different_names_have_different_keys_on_every_run(Engine engine)
    {
        var wide = "Team " + new string('x', 80) + " North";
        var narrow = "Team " + new string('x', 80) + " South";
        (string From, string To)[] pairs =
        [
            ("Support (EU)", "Support EU"),
            ("Продажи", "営業"),
            ("Müller & Co", "Mueller Co"),
            (wide, narrow),
            ("R&D", "R D"),
            ("C++", "C#"),
            ("開発", "开发"),
            ("c", "Customer Success"),
            ("customer success", "CUSTOMER_SUCCESS"),
        ];
        var tracker = OlderTracker.Create();
        foreach (var (i, (from, to)) in pairs.Index())
            tracker.Add(i + 1, "initiated", "2026-01-05T09:00:00", from: from, to: to, type: i == 0 ? "A/B" : "A B");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await ImportAsync(app, tracker);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var root = await app.AddPersonAsync("root", admin: true);
        var first = await KeysAsync();
        Assert.Equal(16, first.Distinct().Count()); // of eighteen names three are one
        Assert.Equal(
            ["support_eu", "customer_success", "customer_success", "customer_success"],
            [first[0], .. first[^3..]]
        );
        Assert.All(first, key => Assert.InRange(key.Length, 1, 64));
        Assert.Contains("The team \"C++\" has the key c.", ran.Out, StringComparison.Ordinal);
        Assert.Matches("The team \"C#\" has the key c_[0-9a-f]{8}\\.", ran.Out);
        Assert.Equal("C#", (await root.Api.GetTeamAsync(first[11])).Name);
        Assert.Equal(
            2,
            (await app.ReadAsync(db => db.Handoffs.Select(handoff => handoff.Template).Distinct().ToListAsync())).Count
        );

        // The same once more, in another order, into a store where some of it is there: each name has the key that it
        // had.
        await root.Api.PutTeamAsync("c", new TeamRequest { Name = "Renamed" });
        foreach (var (i, (from, to)) in pairs.Reverse().Index())
            tracker.Add(100 + i, "initiated", "2026-01-06T09:00:00", from: to, to: from, type: "A B");
        Assert.Equal(0, (await ImportAsync(app, tracker)).Code);
        Assert.Equal(first, (await KeysAsync())[first.Count..].AsEnumerable().Reverse());

        async Task<List<string>> KeysAsync() =>
            [
                .. (
                    await app.ReadAsync(db =>
                        db.Handoffs.OrderBy(handoff => handoff.Id)
                            .Select(handoff => new[] { handoff.FromTeam, handoff.ToTeam })
                            .ToListAsync()
                    )
                ).SelectMany(teams => teams),
            ];
    }

    [Theory, BothEngines]
    public async Task A_person_of_the_older_tracker_does_not_stand_there_as_Baton_itself(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(1, "initiated", "2026-01-05T09:00:00", by: "baton")
            .Add(2, "initiated", "2026-01-05T09:00:00", by: "Baton Relay");
        await using var app = await BatonApp.StartAsync(engine);
        Assert.Equal(0, (await ImportAsync(app, tracker)).Code);
        var root = await app.AddPersonAsync("root", admin: true);
        Assert.Equal(
            ("x_baton", "Baton Relay"),
            ((await root.Api.GetAsync(1)).InitiatedBy, (await root.Api.GetAsync(2)).InitiatedBy)
        );
        Assert.Contains("0 created, 2 existing", (await ImportAsync(app, tracker)).Out, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_second_run_finds_what_the_first_made_and_brings_forward_what_went_on(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(1, "initiated", "2026-01-05T09:00:00")
            .Add(2, "initiated", "2026-01-05T10:00:00")
            .Add(3, "accepted", "2026-01-05T11:00:00", "2026-01-05T12:00:00")
            .Add(4, "initiated", "2026-01-05T13:00:00")
            .Add(5, "initiated", "2026-01-05T13:00:00");
        await using var app = await BatonApp.StartAsync(engine);
        await ImportAsync(app, tracker);
        var root = await app.AddPersonAsync("root", admin: true);
        await root.Api.AcceptAsync(4);
        await root.Api.AcceptAsync(5);
        tracker.Run("UPDATE handoffs SET status = 'accepted', accepted_at = '2026-01-06T09:00:00' WHERE id IN (2, 5)");
        tracker.Run("UPDATE handoffs SET status = 'completed', completed_at = '2026-01-07T09:00:00' WHERE id = 3");
        tracker.Add(6, "initiated", "2026-01-08T09:00:00");
        var ran = await ImportAsync(app, tracker);
        Assert.Equal(
            [
                "row 1: existing 1",
                "row 2: continued 2",
                "row 3: continued 3",
                "row 4: existing 4",
                "row 5: refused: Handoff 5 has changed both here and in the earlier tracker since it was imported.",
                "row 6: created 6",
            ],
            ran.Lines.Take(6)
        );
        Assert.Equal(1, ran.Code);
        Assert.Equal(
            (At("2026-01-06T09:00:00"), At("2026-01-07T09:00:00")),
            ((await root.Api.GetAsync(2)).AcceptedAt, (await root.Api.GetAsync(3)).CompletedAt)
        );
        Assert.Equal(
            (6, 1, 4),
            (
                (await root.Api.MetricsAsync(36_500)).TotalHandoffs,
                (await root.Api.MetricsAsync(36_500)).Completed,
                (await root.Api.MetricsAsync(36_500)).Accepted
            )
        );
        var third = await ImportAsync(app, tracker);
        Assert.Contains("6 rows: 0 created, 5 existing, 1 refused", third.Out, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task New_handoffs_get_numbers_above_the_imported_ones_and_a_taken_number_is_named(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var own = (await cast.InitiatedAsync()).HandoffId;
        var tracker = OlderTracker
            .Create()
            .Add(own, "initiated", "2026-01-05T09:00:00")
            .Add(own + 500, "initiated", "2026-01-05T09:00:00")
            .Add(long.MaxValue, "initiated", "2026-01-05T09:00:00")
            .Add(-3, "initiated", "2026-01-05T09:00:00");
        var ran = await ImportAsync(app, tracker);
        Assert.Equal(1, ran.Code);
        Assert.Contains(
            $"row {own}: refused: The ID {own} belongs to another handoff, or this row was "
                + "imported with another --time-zone before.",
            ran.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"row {long.MaxValue}: refused: id must be a whole number from 1 to 9007199254740991; it "
                + $"is '{long.MaxValue}'.",
            ran.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("row -3: refused: id must be", ran.Out, StringComparison.Ordinal);
        Assert.True((await cast.InitiatedAsync()).HandoffId > own + 500);
        Assert.Equal("Acme GmbH", (await cast.Alice.Api.GetAsync(own)).Title);
    }

    [Theory, BothEngines]
    public async Task What_cannot_be_taken_is_named_and_the_rest_is_taken(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(1, "accepted", "2026-01-05T09:00:00", context: "{not json")
            .Add(2, "lost", "2026-01-05T09:00:00")
            .Add(3, "initiated", "next Tuesday")
            .Add(4, "initiated", "2026-01-05T09:00:00", context: "[1, 2]")
            .Add(5, "initiated", "2026-01-05T09:00:00", context: """{"a": NaN}""")
            .Add(6, "initiated", null)
            .Add(7, "initiated", "2026-01-05T09:00:00", "2026-01-05T09:00:00")
            .Add(8, "completed", "2026-02-30T09:00:00", null, "2026-01-05T09:00:00")
            .Add(9, "initiated", "2026-01-05T09:00:00", from: "  ", to: "???")
            .Add(10, "completed", "2026-01-05T09:00:00", "2026-01-05T10:00:00")
            .Add(11, "accepted", "2026-01-05T09:00:00", "2026-01-04T09:00:00")
            .Add(12, "initiated", "2999-01-05T09:00:00");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await ImportAsync(app, tracker, "--json");
        Assert.Equal(1, ran.Code);
        var rows = ran.Lines.Select(line => JsonElement.Parse(line)).ToList();
        string[][] faults =
        [
            ["context_json", "accepted_at"],
            ["status"],
            ["initiated_at"],
            ["context_json"],
            ["context_json"],
            ["initiated_at"],
            ["accepted_at"],
            ["initiated_at"],
            ["from_team", "to_team"],
            ["completed_at"],
            [],
            [],
        ];
        foreach (var (fields, row) in faults.Zip(rows))
            Assert.Equal(
                fields,
                row.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())
            );
        Assert.Equal(
            (12, 2, 10),
            (
                rows[^1].GetProperty("rows").GetInt32(),
                rows[^1].GetProperty("created").GetInt32(),
                rows[^1].GetProperty("refused").GetInt32()
            )
        );
        Assert.Equal(1, rows[^1].GetProperty("notes").GetProperty("reversed").GetInt32());
        Assert.Equal(1, rows[^1].GetProperty("notes").GetProperty("future").GetInt32());
        Assert.Equal(
            [11, 12],
            await app.ReadAsync(db =>
                db.Handoffs.OrderBy(handoff => handoff.Id).Select(handoff => handoff.Id).ToListAsync()
            )
        );
        Assert.Contains(
            "row 3: initiated_at must be a time such as 2026-11-23T18:00:00; it is 'next Tuesday'.",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    [Theory, BothEngines]
    public async Task Teams_and_templates_that_are_missing_are_made(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(
                1,
                "initiated",
                "2026-01-05T09:00:00",
                type: "QA to Release",
                from: "QA Team",
                to: "Release",
                context: """{"build": "4.2", "url": "https://ci.example.org/4.2"}"""
            )
            .Add(
                2,
                "initiated",
                "2026-01-05T09:00:00",
                type: "QA to Release",
                from: "Überwachung",
                to: "release",
                context: """{"notes": "n"}"""
            )
            .Add(3, "initiated", "2026-01-05T09:00:00");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await ImportAsync(app, tracker, "--time-zone", "Asia/Kolkata");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains(
            "Created teams: onboarding, qa_team, release, sales, uberwachung. They have no members yet; add people "
                + "with `baton team join TEAM PERSON`.",
            ran.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Created templates: qa_to_release. They require no fields; publish your own next version with "
                + "`baton template publish FILE`.",
            ran.Out,
            StringComparison.Ordinal
        );
        var root = await app.AddPersonAsync("root", admin: true);
        Assert.Equal(
            ("4.2", "qa_team", "release", At("2026-01-05T03:30:00")),
            (
                (await root.Api.GetAsync(1)).Title,
                (await root.Api.GetAsync(1)).FromTeam,
                (await root.Api.GetAsync(1)).ToTeam,
                (await root.Api.GetAsync(1)).InitiatedAt
            )
        );
        Assert.Equal(
            ("uberwachung", "release"),
            ((await root.Api.GetAsync(2)).FromTeam, (await root.Api.GetAsync(2)).ToTeam)
        );
        Assert.Equal(
            ("Überwachung", "Asia/Kolkata"),
            ((await root.Api.GetTeamAsync("uberwachung")).Name, (await root.Api.GetTeamAsync("uberwachung")).TimeZone)
        );
        var made = await root.Api.GetTemplateAsync("qa_to_release");
        Assert.Equal(["build", "url", "notes"], made.Fields.Select(field => field.Key));
        Assert.All(made.Fields, field => Assert.Equal((FieldType.Any, false), (field.Type, field.Required)));
        Assert.Equal(4, (await root.Api.GetAsync(3)).Checklist.Count);
    }

    [Fact]
    public async Task A_file_that_is_none_of_the_older_tracker_and_wrong_usage_are_explained()
    {
        var storage = await BatonApp.NewStorageAsync(Engine.Sqlite);
        var text = Path.Combine(storage.DataDirectory, "text.db");
        await File.WriteAllTextAsync(text, "This is a text and not a database, however long it may be.");
        var tracker = OlderTracker.Create();
        Assert.Equal(
            (1, $"{text} cannot be read as SQLite: SQLite Error 26: 'file is not a database'.\n"),
            await Failed(text)
        );
        tracker.Run("ALTER TABLE handoffs DROP COLUMN accepted_at");
        Assert.Equal((1, "The table handoffs has no column accepted_at.\n"), await Failed(tracker.File));
        tracker.Run("ALTER TABLE handoffs RENAME TO other");
        Assert.Equal((1, "The file has no table named handoffs.\n"), await Failed(tracker.File));
        Assert.Equal((2, "There is no file nowhere.db.\n"), await Failed("nowhere.db"));
        Assert.Equal(
            (
                2,
                "--template works only with ndjson and csv. In legacy-db, each row names its "
                    + "type.\n--dry-run works only with ndjson and csv.\n--time-zone 'Mars' is not an IANA "
                    + "time zone. Use one such as Europe/Berlin.\n"
            ),
            await Failed(tracker.File, "--template", "x", "--dry-run", "--time-zone", "Mars")
        );

        async Task<(int, string)> Failed(string file, params string[] more)
        {
            var ran = await Cli.OnAsync(storage, ["import", file, "--format", "legacy-db", .. more]);
            return (ran.Code, ran.Error);
        }
    }

    private static Task<Said> ImportAsync(BatonApp app, OlderTracker tracker, params string[] more) =>
        app.AdminAsync(["import", tracker.File, "--format", "legacy-db", .. more]);

    private static DateTime At(string iso) =>
        DateTime.SpecifyKind(DateTime.Parse(iso, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
