using System.Text;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Import;

public sealed class ImportCsvTests(SharedApps apps)
{
    private const string Template = """
        key: KEY
        from_team: SENDER
        receiving_team: RECEIVER
        fields:
          - { key: client_name, type: text, required: true }
          - { key: count, type: number }
          - { key: value, type: money }
          - { key: signed, type: boolean }
          - { key: widths, type: list }
          - { key: people, type: contacts }
          - { key: kinds, type: choices, options: [a, b] }
          - { key: thing, type: any }
          - { key: goals, type: long_text, required: true }
        """;

    [Theory, EitherEngine]
    public async Task Values_get_the_type_of_their_field(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var ran = await ImportAsync(
            cast,
            """
            external_key,priority,context.client_name,context.count,context.value,context.signed,context.widths,
            """.TrimEnd()
                + """
                context.people,context.kinds,context.thing,context.goals,context.other,waivers
                a,high,"Acme ""A"" GmbH",007,50000.00,yes,"360; 768;1280","Jo; Al","[""a"", ""b""]",false,"one
                two, three; four",7,
                b,,Beta,1e3,12.5 EUR,0,"x
                y","[{""name"": ""Jo""}]",a,{},tbd,,"[{""field"": ""goals"", ""reason"": ""Not yet known.""}]"
                """
        );
        Assert.Equal(
            (
                0,
                $"Template {cast.Template_} has no field other (column 12). Its values are stored "
                    + "as they are and not checked.\n"
            ),
            (ran.Code, ran.Error)
        );
        Assert.Matches(@"^line 2: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 4: created \d+$", ran.Lines[1]);
        var handoffs = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal(
            """{"client_name":"Acme \"A\" GmbH","count":7,"value":50000.00,"signed":true,"widths":["3"""
                + """60","768","1280"],"people":["Jo","Al"],"kinds":["a","b"],"thing":"false","goals":"one\"""
                + """ntwo, three; four","other":"7"}""",
            handoffs[1].Context.GetRawText()
        );
        Assert.Equal(
            """{"client_name":"Beta","count":1e3,"value":{"amount":12.5,"currency":"EUR"},"signed":fa"""
                + """lse,"widths":["x","y"],"people":[{"name":"Jo"}],"kinds":["a"],"thing":{},"goals":"tb"""
                + """d"}""",
            handoffs[0].Context.GetRawText()
        );
        Assert.Equal(
            ("high", "normal", "goals"),
            (handoffs[1].Priority, handoffs[0].Priority, Assert.Single(handoffs[0].Waivers).Field)
        );
    }

    [Theory, EitherEngine]
    public async Task History_drafts_and_the_template_may_stand_in_columns(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var csv = $"""
            template;draft;initiated_by;initiated_at;accepted_at;context.client_name;context.goals
            {cast.Template_};;Sam;2026-01-05T09:00:00Z;2026-01-05T12:00:00+02:00;A, B, C;g, h, i, j
            {cast.Template_};true;;;;A, B, C;
            ;;;;;A;g
            """;
        var ran = await ImportAsync(cast, csv.ReplaceLineEndings("\r\n"), byTemplate: false);
        Assert.Equal(
            (
                1,
                "line 4: refused: template (column 1) is missing. Name it in the line, or for all "
                    + "lines with --template."
            ),
            (ran.Code, ran.Lines[2])
        );
        var handoffs = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal([HandoffStatus.Draft, HandoffStatus.Accepted], handoffs.Select(handoff => handoff.Status));
        Assert.Equal(
            ("Sam", new DateTime(2026, 1, 5, 10, 0, 0, DateTimeKind.Utc), "A, B, C"),
            (handoffs[1].InitiatedBy, handoffs[1].AcceptedAt, handoffs[1].Title)
        );
    }

    [Theory, EitherEngine]
    public async Task A_record_that_is_wrong_is_refused_with_its_line_and_the_rest_goes_on(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        byte[] csv =
        [
            .. Encoding.UTF8.GetBytes(
                "\uFEFFcontext.client_name,context.count,context.goals\r\nGood,1,\"two\r\nlines\"\r\n"
                    + "Short,1\r\nBe\"ta,1,g\r\n\"Be\"ta,1,g\r\n\r\nBad,many,\r\nM"
            ),
            .. (byte[])[0xFC],
            .. "ller,1,g\r\nLast,2,g"u8,
        ];
        var ran = await ImportAsync(cast, csv);
        Assert.Equal(1, ran.Code);
        Assert.Equal(
            [
                "line 4: refused: The row has 2 fields, but the header has 3.",
                "line 5: refused: There is a quotation mark in a field that is not quoted. Put the "
                    + "field in quotation marks and double the ones inside it.",
                "line 6: refused: There is text after the closing quotation mark of a field. Double "
                    + "quotation marks that are part of the text.",
                "line 8: refused: count (column 2) must be a number such as 12.5. goals (column 3) is missing.",
                "line 9: refused: The row is not UTF-8. Save the file as UTF-8.",
            ],
            ran.Lines.Skip(1).Take(5)
        );
        Assert.Matches(@"^line 2: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 10: created \d+$", ran.Lines[6]);
        Assert.Equal(
            ["Last", "Good"],
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items.Select(item =>
                item.Title
            )
        );
    }

    [Theory, EitherEngine]
    public async Task A_cell_of_JSON_that_cannot_be_kept_as_JSON_stays_a_text(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var ran = await ImportAsync(
            cast,
            """
            external_key,context.client_name,context.goals,context.thing
            a,A,g,"{""\ud800"":1,""b"":2}"
            b,B,g,"{""b"":2}"
            """
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var handoffs = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal("""{"\ud800":1,"b":2}""", handoffs[1].Context.GetProperty("thing").GetString());
        Assert.Equal(2, handoffs[0].Context.GetProperty("thing").GetProperty("b").GetInt32());
    }

    [Theory, EitherEngine]
    public async Task Text_stays_text_where_a_field_takes_anything(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        string[] texts = ["1.10", "12e58", "0012", "1234567890123456789012345", "3e9999", "0", "FALSE", "null", "-0"];
        var ran = await ImportAsync(
            cast,
            "context.client_name,context.goals,context.thing\n"
                + string.Concat(texts.Select(text => $"A,g,{text}\n"))
                + "A,g,\"\"\"x\"\"\"\nA,g,\"[1.10]\"\n"
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var kept = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ }))
            .Items.Reverse()
            .Select(handoff => handoff.Context.GetProperty("thing").GetRawText());
        Assert.Equal([.. texts.Select(text => $"\"{text}\""), "\"x\"", "[1.10]"], kept);
    }

    [Theory, EitherEngine]
    public async Task A_column_tells_how_its_numbers_are_written(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        const string Csv = """
            context.client_name;context.goals;context.count;context.value
            A;g;1.500;1.234
            B;g;2,5;1.234,56
            C;g;3;12.000 EUR
            D;g;;(500)
            """;
        var ran = await ImportAsync(cast, Csv);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            ["1500 1234", "2.5 1234.56", """3 {"amount":12000,"currency":"EUR"}""", " -500"],
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ }))
                .Items.Reverse()
                .Select(handoff => $"{Raw(handoff, "count")} {Raw(handoff, "value")}")
        );

        // Where the values contradict each other, what may mean two numbers is refused, and nothing else.
        var mixed = await ImportAsync(cast, Csv + "\nE;g;;1,234.50\n");
        Assert.Equal(
            [
                "line 2: refused: value (column 4) can mean 1234 or 1.2340: write one of these.",
                "line 4: refused: value (column 4) can mean 12000 or 12: write one of these.",
            ],
            mixed.Lines.Where(line => line.Contains("refused:", StringComparison.Ordinal))
        );

        // What somebody says holds, even against all the values.
        var said = await BatonProcess.RunAsync(
            null,
            "context.client_name;context.goals;context.value\nF;g;1.234\nG;g;5.50\n"u8.ToArray(),
            [
                "import",
                "-",
                "--format",
                "csv",
                "--decimal",
                ",",
                "--template",
                cast.Template_,
                .. Cli.On(cast.App.Storage),
            ]
        );
        Assert.StartsWith(
            "line 3: refused: value (column 3) must be a number",
            said.Lines[1],
            StringComparison.Ordinal
        );
        Assert.Equal(
            "1234",
            Raw((await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items[0], "value")
        );
    }

    [Theory, EitherEngine]
    public async Task What_is_empty_is_no_row_and_no_column(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var ran = await ImportAsync(
            cast,
            "external_key,context.client_name,context.goals,\r\na,Acme,x,\r\n,,,\r\n , ,\t,\r\nb,Beta,x,,,\r\n,,"
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(3, ran.Lines.Count);
        Assert.Matches(@"^line 2: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 5: created \d+$", ran.Lines[1]);
        Assert.Equal(
            0,
            await cast.App.ReadAsync(db =>
                db.GateAttempts.CountAsync(gateAttempt => gateAttempt.Template == cast.Template_)
            )
        );
    }

    [Theory, EitherEngine]
    public async Task A_column_may_be_repeated_where_its_field_is_a_list(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var ran = await ImportAsync(
            cast,
            """
            context.client_name,context.goals,context.widths,context.widths,context.widths,context.people,context.people
            A,g,red,"green, blue",,Jo,"{""name"": ""Al""}"
            """
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var handoff = Assert.Single(
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items
        );
        Assert.Equal(
            ("""["red","green, blue"]""", """["Jo",{"name":"Al"}]"""),
            (Raw(handoff, "widths"), Raw(handoff, "people"))
        );
        var twice = await ImportAsync(cast, "context.client_name,context.goals,context.client_name\nA,g,B\nA,g,\n");
        Assert.Equal(
            "line 2: refused: client_name (columns 1, 3) has more than one value, but it is not a list.",
            twice.Lines[0]
        );
        Assert.Matches(@"^line 3: created \d+$", twice.Lines[1]);
    }

    [Fact]
    public async Task A_misspelt_column_is_named_with_what_was_meant()
    {
        var cast = await (await apps.On(Engine.Sqlite)).CastAsync(Template);
        var ran = await ImportAsync(
            cast,
            "\uFEFF\uFEFF\"external_key\",context.client_name\u200B,context.goals,context.Value,"
                + "context.cuont,context.thing name,context.elsewhere\na,Acme,g,1,2,3,4\n"
        );
        Assert.Equal(0, ran.Code);
        var unknown =
            $"Template {cast.Template_} has no field {{0}}. Its values are stored as they are and not checked.";
        Assert.Equal(
            [
                string.Format(unknown, "Value (column 4)") + " Did you mean context.value?",
                string.Format(unknown, "cuont (column 5)") + " Did you mean context.count?",
                string.Format(unknown, "thing name (column 6)") + " Did you mean context.thing?",
                string.Format(unknown, "elsewhere (column 7)"),
            ],
            ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        var handoff = Assert.Single(
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items
        );
        Assert.Equal(("a", "Acme"), (handoff.ExternalKey, handoff.Title));
    }

    [Fact]
    public async Task An_unclosed_quote_says_where_it_began()
    {
        var cast = await (await apps.On(Engine.Sqlite)).CastAsync(Template);
        var ran = await ImportAsync(
            cast,
            "external_key,context.client_name,context.goals\nu1,\"Acme\nAG\",\"open quote\nu2,Beta,x\nu3,Gamma,y\n"
        );
        Assert.Equal(
            (
                1,
                "line 2: refused: The quotation mark that opens column 3 in line 3 is not closed, so "
                    + "the rest of the file is part of that field."
            ),
            (ran.Code, ran.Lines[0])
        );
    }

    [Theory]
    [InlineData("2026-01-02T10:00:00+0000")]
    [InlineData("2026-01-02T10:00:00.000+00")]
    [InlineData("2026-01-02 11:00+01:00")]
    [InlineData("2026-01-02t04:30:00-0530")]
    public async Task Offsets_may_be_written_as_ISO_8601_allows(string time)
    {
        var cast = await (await apps.On(Engine.Sqlite)).CastAsync(Template);
        var ran = await ImportAsync(cast, $"context.client_name,context.goals,initiated_at\nA,g,{time}\n");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            new DateTime(2026, 1, 2, 10, 0, 0, DateTimeKind.Utc),
            Assert
                .Single((await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items)
                .InitiatedAt
        );
    }

    [Theory]
    [InlineData(
        "",
        "The file is empty. Begin it with a header that names the columns, for example "
            + "external_key,context.client_name."
    )]
    [InlineData(
        "template,contxt.a,context.,external_key,,external_key\n",
        "contxt.a is not a known column (column 2). Use template, external_key, draft, waivers, "
            + "priority, parent_id, from_team, initiated_by, initiated_at, opened_at, accepted_by, "
            + "accepted_at, completed_by, completed_at, or context.<field> for a field of the context. "
            + "context. is not a known column (column 3)."
    )]
    [InlineData(
        "template,external_key,,external_key\na,b,c,d\n",
        "Column 3 has values but no name. Name it in the header. The column external_key appears "
            + "twice, as columns 2 and 4. Remove or rename one."
    )]
    [InlineData(
        "template,\"external_key\n",
        "The quotation mark that opens column 2 in line 1 is not closed, so the rest of the file is "
            + "part of that field."
    )]
    public async Task A_header_that_is_wrong_refuses_the_file(string csv, string fault)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var ran = await ImportAsync(cast, csv);
        Assert.Equal(1, ran.Code);
        Assert.StartsWith($"line 1: refused: {fault}", ran.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_that_is_not_closed_does_not_swallow_the_file_silently()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var rest = string.Concat(Enumerable.Repeat("k,Delta,7\n", 120_000));
        var ran = await ImportAsync(
            cast,
            "external_key,context.client_name,context.contract_value\na,Alpha,1\nb,\"Beta,2\n" + rest
        );
        Assert.Equal(
            (
                1,
                "line 3: refused: The row that begins here is longer than 1024 KiB. Check for a "
                    + "quotation mark that is not closed. The rest of the file was not read."
            ),
            (ran.Code, ran.Lines[1])
        );
        Assert.Equal(
            "Alpha",
            (
                await cast.App.ReadAsync(db => db.Handoffs.SingleAsync(handoff => handoff.Template == cast.Template_))
            ).Title
        );
    }

    [Fact]
    public async Task Wrong_usage_is_explained()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var ran = await cast.App.AdminAsync("import", "nowhere.csv", "--format", "csv", "--time-zone", "UTC");
        Assert.Equal(
            (
                2,
                "There is no file nowhere.csv.\n--time-zone works only with legacy-db. "
                    + "The times in ndjson and csv include their offset.\n"
            ),
            (ran.Code, ran.Error)
        );
        ran = await cast.App.ImportAsync([], "--format", "csv", "--template", "nothing");
        Assert.Equal(
            (2, "--template: there is no template nothing. `baton template list` shows all templates.\n"),
            (ran.Code, ran.Error)
        );
        ran = await cast.App.ImportAsync([], "--format", "xml");
        Assert.Equal(2, ran.Code);
    }

    private static string Raw(HandoffRecord handoff, string field) =>
        handoff.Context.TryGetProperty(field, out var value) ? value.GetRawText() : "";

    private static Task<Said> ImportAsync(Cast cast, string csv, bool byTemplate = true) =>
        ImportAsync(cast, Encoding.UTF8.GetBytes(csv), byTemplate);

    private static Task<Said> ImportAsync(Cast cast, byte[] csv, bool byTemplate = true) =>
        cast.App.ImportAsync(csv, ["--format", "csv", .. byTemplate ? (string[])["--template", cast.Template_] : []]);
}
