using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Import;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Import;

public sealed class ImportNdjsonTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Each_row_has_its_result_and_refused_ones_their_faults(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ran = await ImportAsync(
            cast,
            Line(cast, """ "context": {"client_name": "Acme", "contract_value": 5}, "external_key": "a" """),
            Line(cast, """ "context": {"client_name": " ", "contract_value": "much"} """),
            "",
            Line(
                cast,
                """ "context": {"client_name": "tbd", "contract_value": 5},"""
                    + """ "waivers": [{"field": "client_name", "reason": "not yet known"}],"""
                    + """ "priority": "high" """
            ),
            Line(cast, """ "context": {}, "draft": true """),
            """{"context": {"client_name": "Beta", "contract_value": 5}}"""
        );
        Assert.Equal(1, ran.Code);
        Assert.Equal(
            "line 2: refused: client_name is missing. contract_value must be a number, or "
                + "an amount with a currency such as {\"amount\": 50000, \"currency\": \"EUR\"}.",
            ran.Lines[1]
        );
        Assert.Matches(@"^line 1: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 4: created \d+$", ran.Lines[2]);
        Assert.Equal(
            "line 6: refused: template is missing. Name it in the line, or for all lines with --template.",
            ran.Lines[4]
        );
        Assert.StartsWith("5 lines: 3 created, 2 refused; ", ran.Lines[5], StringComparison.Ordinal);
        Assert.Equal(
            "2 lines had no external_key: importing this file again would create those handoffs again.",
            ran.Lines[6]
        );
        Assert.StartsWith("line 2: client_name is missing.", ran.Error, StringComparison.Ordinal);
        var attempt = await cast.App.ReadAsync(db =>
            db.GateAttempts.SingleAsync(gateAttempt => gateAttempt.Template == cast.Template_)
        );
        Assert.Equal(("import", "baton", cast.Sender), (attempt.Door, attempt.Person, attempt.Team));
        Assert.Equal(["client_name", "contract_value"], attempt.Fields);
        var made = (await cast.Alice.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items;
        Assert.Equal(
            [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Initiated],
            made.Select(candidate => candidate.Status)
        );
        Assert.Equal(("high", "baton"), (made[1].Priority, Assert.Single(made[1].Waivers).By));
    }

    [Theory, BothEngines]
    public async Task A_dry_run_says_what_would_happen_and_keeps_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Alice.Api.CreateAsync(cast.NewHandoff() with { ExternalKey = "there" });
        var complete = """ "context": {"client_name": "Acme GmbH", "contract_value": 50000} """;
        var ran = await ImportAsync(
            cast,
            ["--dry-run", "--template", cast.Template_],
            $"{{{complete}, \"external_key\": \"there\"}}",
            $"{{{complete}, \"external_key\": \"new\"}}",
            $"{{{complete}, \"external_key\": \"new\"}}",
            """{"context": {"client_name": "Other", "contract_value": 1}, "external_key": "new"}""",
            """{"context": {"client_name": "Other", "contract_value": 1}, "external_key": "there"}""",
            """{"context": {"client_name": "Other"}}""",
            """{"context": {"client_name": "Other", "contract_value": 1}, "parent_id": 987654321}"""
        );
        Assert.Equal(1, ran.Code);
        Assert.Matches(@"^line 1: existing \d+$", ran.Lines[0]);
        Assert.Equal(
            [
                "line 2: would be created",
                "line 3: already exists",
                "line 4: refused: Line 2 has the same external_key new but other content. Each "
                    + "external_key must be unique within a template.",
            ],
            ran.Lines.Skip(1).Take(3)
        );
        Assert.Contains("has the external key there and other content.", ran.Lines[4], StringComparison.Ordinal);
        Assert.Equal(
            [
                "line 6: refused: contract_value is missing.",
                "line 7: refused: There is no handoff 987654321 that you can see.",
            ],
            ran.Lines.Skip(5).Take(2)
        );
        Assert.StartsWith(
            "Dry run, nothing was imported: 7 lines: 1 created, 2 existing, 4 refused;",
            ran.Lines[7],
            StringComparison.Ordinal
        );
        Assert.Equal(
            (1, 0),
            (
                await CountAsync(cast),
                await cast.App.ReadAsync(db =>
                    db.GateAttempts.CountAsync(gateAttempt => gateAttempt.Template == cast.Template_)
                )
            )
        );
    }

    [Theory, BothEngines]
    public async Task The_same_content_through_another_door_is_the_same_handoff(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await cast.Alice.Api.CreateAsync(cast.NewHandoff() with { ExternalKey = "crm-1" });
        var ran = await ImportAsync(
            cast,
            Line(
                cast,
                """ "external_key": "crm-1", "context": {"client_name": "Acme GmbH", "contract_value": 50000} """
            )
        );
        Assert.Equal((0, $"line 1: existing {first.HandoffId}"), (ran.Code, ran.Lines[0]));
        var other = await ImportAsync(
            cast,
            Line(
                cast,
                """ "external_key": "crm-1", "context": {"client_name": "Acme GmbH", "contract_value": 60000} """
            )
        );
        Assert.Equal(
            (1, $"line 1: refused: Handoff {first.HandoffId} has the external key crm-1 and other content."),
            (other.Code, other.Lines[0])
        );
    }

    [Theory, BothEngines]
    public async Task Json_results_are_one_object_a_row_and_one_for_the_whole(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ran = await ImportAsync(
            cast,
            ["--json"],
            Line(cast, """ "context": {"client_name": "Acme", "contract_value": 5}, "external_key": "a" """),
            Line(cast, """ "context": {"client_name": "Acme", "contract_value": -5} """)
        );
        var rows = ran.Lines.Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(
            (1, "created"),
            (rows[0].GetProperty("line").GetInt32(), rows[0].GetProperty("result").GetString())
        );
        Assert.True(rows[0].GetProperty("handoff_id").GetInt64() > 0);
        var error = Assert.Single(rows[1].GetProperty("errors").EnumerateArray());
        Assert.Equal(
            ("contract_value", "rule", "contract_value must be at least 0."),
            (
                error.GetProperty("field").GetString(),
                error.GetProperty("code").GetString(),
                error.GetProperty("message").GetString()
            )
        );
        Assert.Equal(
            (2, 1, 1),
            (
                rows[2].GetProperty("rows").GetInt32(),
                rows[2].GetProperty("created").GetInt32(),
                rows[2].GetProperty("refused").GetInt32()
            )
        );
    }

    [Theory, BothEngines]
    public async Task What_cannot_be_read_is_refused_with_its_line(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var good = Line(cast, """ "context": {"client_name": "Ümläut ✓", "contract_value": 5} """);
        byte[] file =
        [
            .. "\uFEFF"u8,
            .. Encoding.UTF8.GetBytes(good),
            .. "\r\n \t\r\n"u8,
            .. Encoding.Latin1.GetBytes(good.Replace("✓", "")),
            .. "\n["u8,
            .. "\n7\n"u8,
            .. Encoding.UTF8.GetBytes(good.Replace("\"context\"", "\"template\": \"x\", \"context\"")),
            .. "\n"u8,
            .. Encoding.UTF8.GetBytes(good.Replace("Ümläut", new string('x', 1_100_000))),
            .. "\n"u8,
            .. Encoding.UTF8.GetBytes(good.Replace("\"context\"", "\"contxt\": 1, \"priority\": null, \"context\"")),
            .. "\n"u8,
            .. Encoding.UTF8.GetBytes(good.Replace("✓", "\\u0000")),
            .. "\n"u8,
            .. Encoding.UTF8.GetBytes(
                good.Replace("5", string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)))
            ),
            .. "\n"u8,
            .. Encoding.UTF8.GetBytes(good),
        ];
        var ran = await cast.App.ImportAsync(file, "--format", "ndjson");
        Assert.Equal(1, ran.Code);
        string[] refused =
        [
            "line 3: refused: The line is not UTF-8.",
            "line 4: refused: The JSON is wrong at line 1, byte 2: ",
            "line 5: refused: The line must be an object.",
            "line 6: refused: A member stands twice: 'template'.",
            "line 7: refused: The line is longer than 1024 KiB. Make it shorter.",
            "line 8: refused: There is no member contxt; known are ",
            "line 9: refused: context.client_name has a character that is not text",
            "line 10: refused: The JSON is nested deeper than 32 levels.",
        ];
        foreach (var (expected, line) in refused.Zip(ran.Lines.Skip(1)))
            Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.Contains("priority must not be null.", ran.Lines[6], StringComparison.Ordinal);
        Assert.Matches(@"^line 1: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 11: created \d+$", ran.Lines[9]);
        var utf16 = await cast.App.ImportAsync(
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(good + "\n" + good)],
            "--format",
            "ndjson"
        );
        Assert.Equal((1, "line 1: refused: The file is in UTF-16. Save it as UTF-8."), (utf16.Code, utf16.Lines[0]));
    }

    [Theory, BothEngines]
    public async Task A_file_that_is_one_list_is_imported_item_by_item(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        string Item(string key, string client) =>
            Line(
                cast,
                $$""" "external_key": "{{key}}", "context": {"client_name": "{{client}}", "contract_value": 5} """
            );
        var ran = await ImportAsync(
            cast,
            $"\uFEFF \n [{Item("j1", "A, [\\\"}")},",
            Item("j2", "B").Replace("\"context\"", "\n\"context\""),
            ",{\"contxt\": 1}, 7,",
            ",",
            new string('x', 1_100_000),
            ",",
            $"{Item("j3", "C")}",
            "]",
            "more"
        );
        Assert.Equal(1, ran.Code);
        Assert.Matches(@"^line 2: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 3: created \d+$", ran.Lines[1]);
        Assert.StartsWith("line 5: refused: There is no member contxt;", ran.Lines[2], StringComparison.Ordinal);
        Assert.Equal(
            [
                "line 5: refused: The line must be an object.",
                "line 6: refused: There is nothing before this comma. Remove it.",
                "line 7: refused: The item that begins here is longer than 1024 KiB. Make it shorter.",
            ],
            ran.Lines.Skip(3).Take(3)
        );
        Assert.Matches(@"^line 9: created \d+$", ran.Lines[6]);
        Assert.Equal("line 11: refused: There is text after the end of the list. It was not read.", ran.Lines[7]);
        Assert.Equal(
            ["C", "B", "A, [\"}"],
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items.Select(handoff =>
                handoff.Title
            )
        );

        var cut = await ImportAsync(cast, $"[{Item("j1", "A, [\\\"}")},", "{\"external_key\": ");
        Assert.Matches(@"^line 1: existing \d+$", cut.Lines[0]);
        Assert.Equal("line 2: refused: The list is not closed. End the file with ].", cut.Lines[1]);
        Assert.Equal(
            (0, "0 lines: 0 created, 0 refused"),
            (await ImportAsync(cast, "[ ]")) is var none ? (none.Code, none.Lines[0].Split(';')[0]) : default
        );
    }

    [Theory, BothEngines]
    public async Task Half_a_surrogate_pair_in_a_name_refuses_its_line_alone(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ran = await ImportAsync(
            cast,
            Line(cast, """ "context": {"client_name": "Good one", "contract_value": 5} """),
            Line(cast, """ "context": {"client_name": "Bad", "\ud800": 1, "b": 2} """),
            """{"kind": "handoff", "context": {"\udc00": 1, "b": 2}}""",
            """{"kind":"handoff","context":{"\udc00":1,"b":2}}""",
            Line(cast, """ "context": {"client_name": "Good two", "contract_value": 5} """)
        );
        const string Refused =
            "refused: The name of a member of context has a character that is not text (NUL, or half "
            + "of a surrogate pair).";
        Assert.Equal([$"line 2: {Refused}", $"line 3: {Refused}", $"line 4: {Refused}"], ran.Lines.Skip(1).Take(3));
        Assert.Matches(@"^line 1: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 5: created \d+$", ran.Lines[4]);
    }

    [Theory, BothEngines]
    public async Task Killed_in_the_middle_and_run_again_nothing_is_there_twice_and_nothing_is_lost(Engine engine)
    {
        const int Rows = 4000;
        var cast = await apps.CastOn(engine);
        var file = Path.Combine(cast.App.Storage.DataDirectory, $"{cast.Template_}.ndjson");
        await File.WriteAllLinesAsync(
            file,
            Enumerable
                .Range(0, Rows)
                .Select(i =>
                    Line(
                        cast,
                        $" \"external_key\": \"k{i}\", \"context\": {{\"client_name\": \"Client "
                            + $"{i}\", \"contract_value\": {i}}} "
                    )
                )
        );
        string[] command = ["import", file, "--format", "ndjson"];
        await using (var first = BatonProcess.Start(null, [.. command, .. Cli.On(cast.App.Storage)]))
        {
            await Wait.ForAsync(() => CountAsync(cast), count => count > 0);
            first.KillHard();
        }

        var before = await CountAsync(cast);
        Assert.InRange(before, 1, Rows - 1);
        Assert.Equal(0, before % ImportHandoffs.BatchSize);
        await cast.InitiatedAsync(); // the server beside it goes on
        var ran = await cast.App.AdminAsync(command);
        Assert.Equal(0, ran.Code);
        Assert.Contains(
            $"{Rows} lines: {Rows - before} created, {before} existing, 0 refused",
            ran.Out,
            StringComparison.Ordinal
        );
        var keys = await cast.App.ReadAsync(db =>
            db.Handoffs.Where(handoff => handoff.Template == cast.Template_ && handoff.ExternalKey != null)
                .Select(handoff => handoff.ExternalKey)
                .ToListAsync()
        );
        Assert.Equal((Rows, Rows), (keys.Count, keys.Distinct().Count()));
        var events = await cast.App.ReadAsync(db =>
            db.Events.CountAsync(candidate =>
                db.Set<Handoff>()
                    .Any(handoff => handoff.Id == candidate.HandoffId && handoff.Template == cast.Template_)
            )
        );
        Assert.Equal(Rows + 1, events);
    }

    internal static string Line(Cast cast, string members) => $"{{\"template\": \"{cast.Template_}\", {members}}}";

    internal static Task<Said> ImportAsync(Cast cast, params string[] lines) => ImportAsync(cast, [], lines);

    internal static Task<Said> ImportAsync(Cast cast, string[] options, params string[] lines) =>
        cast.App.ImportAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), ["--format", "ndjson", .. options]);

    private static Task<int> CountAsync(Cast cast) =>
        cast.App.ReadAsync(db => db.Handoffs.CountAsync(handoff => handoff.Template == cast.Template_));
}
