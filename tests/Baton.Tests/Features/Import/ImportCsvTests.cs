using System.Text;
using Baton.Client;
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

    [Theory, BothEngines]
    public async Task Values_get_the_type_of_their_field(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var ran = await ImportAsync(cast, """
            external_key,priority,context.client_name,context.count,context.value,context.signed,context.widths,context.people,context.kinds,context.thing,context.goals,context.other,waivers
            a,high,"Acme ""A"" GmbH",007,50000.00,yes,"360; 768;1280","Jo; Al","[""a"", ""b""]",false,"one
            two, three; four",7,
            b,,Beta,1e3,12.5 EUR,0,"x
            y","[{""name"": ""Jo""}]",a,{},tbd,,"[{""field"": ""goals"", ""reason"": ""Not yet known.""}]"
            """);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Matches(@"^line 2: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 4: created \d+$", ran.Lines[1]);
        var handoffs = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal(
            """{"client_name":"Acme \"A\" GmbH","count":7,"value":50000.00,"signed":true,"widths":["360","768","1280"],"people":["Jo","Al"],"kinds":["a","b"],"thing":false,"goals":"one\ntwo, three; four","other":"7"}""",
            handoffs[1].Context.GetRawText());
        Assert.Equal(
            """{"client_name":"Beta","count":1e3,"value":{"amount":12.5,"currency":"EUR"},"signed":false,"widths":["x","y"],"people":[{"name":"Jo"}],"kinds":["a"],"thing":{},"goals":"tbd"}""",
            handoffs[0].Context.GetRawText());
        Assert.Equal(("high", "normal", "goals"), (handoffs[1].Priority, handoffs[0].Priority, Assert.Single(handoffs[0].Waivers).Field));
    }

    [Theory, BothEngines]
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
        Assert.Equal((1, "line 4: refused: template is missing: name it in the line, or for all lines with --template."), (ran.Exit, ran.Lines[2]));
        var handoffs = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal([HandoffStatus.Draft, HandoffStatus.Accepted], handoffs.Select(one => one.Status));
        Assert.Equal(("Sam", new DateTime(2026, 1, 5, 10, 0, 0, DateTimeKind.Utc), "A, B, C"), (handoffs[1].InitiatedBy, handoffs[1].AcceptedAt, handoffs[1].Title));
    }

    [Theory, BothEngines]
    public async Task A_record_that_is_wrong_is_refused_with_its_line_and_the_rest_goes_on(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        byte[] csv =
        [
            .. Encoding.UTF8.GetBytes("\uFEFFcontext.client_name,context.count,context.goals\r\nGood,1,\"two\r\nlines\"\r\nShort,1\r\nBe\"ta,1,g\r\n\"Be\"ta,1,g\r\n\r\nBad,many,\r\nM"),
            .. (byte[])[0xFC], .. "ller,1,g\r\nLast,2,g"u8,
        ];
        var ran = await ImportAsync(cast, csv);
        Assert.Equal(1, ran.Exit);
        Assert.Equal(
            [
                "line 4: refused: The record has 2 fields, the header 3.",
                "line 5: refused: A quote stands inside a field that is not quoted: quote the field and double the quote.",
                "line 6: refused: Text stands behind the quote that closes a field: double a quote that is part of the text.",
                "line 8: refused: count must be a number. goals is missing.",
                "line 9: refused: The record is not UTF-8.",
            ],
            ran.Lines.Skip(1).Take(5));
        Assert.Matches(@"^line 2: created \d+$", ran.Lines[0]);
        Assert.Matches(@"^line 10: created \d+$", ran.Lines[6]);
        Assert.Equal(["Last", "Good"], (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items.Select(one => one.Title));
    }

    [Theory, BothEngines]
    public async Task A_cell_of_JSON_that_cannot_be_kept_as_JSON_stays_a_text(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Template);
        var ran = await ImportAsync(cast, """
            external_key,context.client_name,context.goals,context.thing
            a,A,g,"{""\ud800"":1,""b"":2}"
            b,B,g,"{""b"":2}"
            """);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        var handoffs = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal("""{"\ud800":1,"b":2}""", handoffs[1].Context.GetProperty("thing").GetString());
        Assert.Equal(2, handoffs[0].Context.GetProperty("thing").GetProperty("b").GetInt32());
    }

    [Theory]
    [InlineData("", "The file is empty; it needs a header that names the columns.")]
    [InlineData("template,contxt.a,context.,external_key,,external_key\n", "There is no column contxt.a; known are template, external_key, draft, waivers, priority, parent_id, from_team, initiated_by, initiated_at, opened_at, accepted_by, accepted_at, completed_by, completed_at, and context.<field> for a field of the context. There is no column context.;")]
    [InlineData("template,external_key,,external_key\n", "Column 3 has no name. The column external_key stands twice.")]
    [InlineData("template,\"external_key\n", "A quoted field is not closed.")]
    public async Task A_header_that_is_wrong_refuses_the_file(string csv, string fault)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var ran = await ImportAsync(cast, csv);
        Assert.Equal(1, ran.Exit);
        Assert.StartsWith($"line 1: refused: {fault}", ran.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_that_is_not_closed_does_not_swallow_the_file_silently()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var rest = string.Concat(Enumerable.Repeat("k,Delta,7\n", 120_000));
        var ran = await ImportAsync(cast, "external_key,context.client_name,context.contract_value\na,Alpha,1\nb,\"Beta,2\n" + rest);
        Assert.Equal((1, "line 3: refused: The record that begins here is longer than 1024 KiB; is a quote not closed? Nothing behind it was read."), (ran.Exit, ran.Lines[1]));
        Assert.Equal("Alpha", (await cast.App.ReadAsync(db => db.Handoffs.SingleAsync(one => one.Template == cast.Template_))).Title);
    }

    [Fact]
    public async Task Wrong_usage_is_explained()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var ran = await BatonProgram.RunAsync(cast.App.Storage, "import", "nowhere.csv", "--format", "csv", "--time-zone", "UTC");
        Assert.Equal((2, "There is no file nowhere.csv.\n--time-zone is for legacy-db; the times of ndjson and csv have their offset with them.\n"), (ran.Exit, ran.Error));
        ran = await BatonProgram.RunAsync(cast.App.Storage, "import", "-", "--format", "csv", "--template", "nothing");
        Assert.Equal((2, "--template: there is no template nothing.\n"), (ran.Exit, ran.Error));
        ran = await BatonProgram.RunAsync(cast.App.Storage, "import", "-", "--format", "xml");
        Assert.Equal(2, ran.Exit);
    }

    private static Task<Ran> ImportAsync(Cast cast, string csv, bool byTemplate = true) => ImportAsync(cast, Encoding.UTF8.GetBytes(csv), byTemplate);

    private static Task<Ran> ImportAsync(Cast cast, byte[] csv, bool byTemplate = true) =>
        BatonProgram.RunAsync(cast.App.Storage, csv, ["import", "-", "--format", "csv", .. byTemplate ? (string[])["--template", cast.Template_] : []]);
}
