using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Features.Templates.Fields.Inputs;
using Baton.Features.Templates.Fields.Views;
using Baton.Tests.App;

namespace Baton.Tests.Features.Templates.Fields;

/// <summary>
/// Whatever type there is, a good value passes and a bad one is refused at every door, and text means the same value
/// at each that takes text.
/// </summary>
public sealed class EveryFieldTypeTests(SharedApps apps)
{
    /// <summary>A value and one that is none, as JSON and as somebody types them.</summary>
    private sealed record Sample(string Good, string Bad, string Typed, string Mistyped);

    private static readonly Dictionary<FieldType, Sample> Samples = new()
    {
        [FieldType.Any] = new("""{"a":1}""", "0", """{"a":1}""", ""),
        [FieldType.Text] = new("\"Acme\"", "7", " Acme ", ""),
        [FieldType.LongText] = new("\"One, two\"", "[]", "One, two", ""),
        [FieldType.Number] = new("1250.5", "\"1250.5\"", "1250.5", "much"),
        [FieldType.Money] = new(
            """{"amount":12.50,"currency":"EUR"}""",
            """{"amount":"12.50"}""",
            "12.50 EUR",
            "12.50 euros"
        ),
        [FieldType.Date] = new("\"2026-11-23\"", "\"23.11.2026\"", "2026-11-23", "soon"),
        [FieldType.Url] = new("\"https://example.org/a\"", "\"example.org\"", "https://example.org/a", "example.org"),
        [FieldType.Email] = new("\"jo@example.org\"", "\"jo\"", "jo@example.org", "jo"),
        [FieldType.Boolean] = new("true", "\"true\"", "true", "perhaps"),
        [FieldType.Choice] = new("\"one\"", "\"three\"", "one", "three"),
        [FieldType.Choices] = new("[\"one\"]", "[\"three\"]", "one", "three"),
        [FieldType.List] = new("[\"Berlin, Germany\"]", "{\"a\":1}", "Berlin, Germany", ""),
        [FieldType.Contacts] = new("[\"Jo, 555\"]", "[{\"fax\":\"1\"}]", "Jo, 555", "[{\"fax\":\"1\"}]"),
    };

    private static readonly string Template = $"""
        key: KEY
        from_team: SENDER
        receiving_team: RECEIVER
        fields:
        {string.Concat(FieldKind.All.Select(Line))}
        """;

    [Fact]
    public void Every_type_of_the_contract_is_there_once()
    {
        Assert.Equal(Enum.GetValues<FieldType>(), FieldKind.All.Select(kind => kind.Type));
        Assert.All(FieldKind.All, kind => Assert.Contains(kind.Type, Samples));
        Assert.All(FieldKind.All, kind => Assert.True(kind.Input.IsSubclassOf(typeof(InputComponent)), kind.Name));
        Assert.All(FieldKind.All, kind => Assert.True(kind.View.IsSubclassOf(typeof(ViewComponent)), kind.Name));
        Assert.All(FieldKind.All.SelectMany(kind => kind.Rules), rule => Assert.Contains(rule, FieldRule.All));
    }

    [Fact]
    public async Task The_API_takes_good_values_and_names_each_bad_one()
    {
        var cast = await CastAsync();
        var refused = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(cast.NewHandoff(Context(sample => sample.Bad)))
        );
        Assert.Equal(Keys, refused.Errors!.Select(error => error.Field));
        IsKept(await cast.Alice.Api.CreateAsync(cast.NewHandoff(Context(sample => sample.Good))));
    }

    [Fact]
    public async Task The_form_takes_good_values_and_names_each_bad_one()
    {
        var cast = await CastAsync();
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/hand-over/{cast.Template_}");
        var refused = await alice.SubmitAsync(page, "Hand over", Typed(sample => sample.Mistyped));
        Assert.Equal(422, refused.Status);
        Assert.Equal(
            Keys.Select(key => $"f-{key}-fault-0"),
            refused.Document.QuerySelectorAll(".fault-text[id]").Select(fault => fault.Id)
        );
        var shown = await alice.SubmitAsync(refused, "Hand over", Typed(sample => sample.Typed));
        Assert.Equal(200, shown.Status);
        Assert.All(
            FieldKind.All,
            kind => Assert.NotNull(shown.Document.QuerySelector($"#c-f-{kind.Name} dd:not(.muted)"))
        );
        IsKept(Assert.Single((await ListAsync(cast)).Items));
    }

    [Fact]
    public async Task A_CSV_file_brings_good_values_and_is_told_of_each_bad_one()
    {
        var cast = await CastAsync();
        var ran = await cast.App.ImportAsync(
            Encoding.UTF8.GetBytes(
                string.Join(',', Keys.Select(key => $"context.{key}"))
                    + $"\n{Row(sample => sample.Mistyped)}\n{Row(sample => sample.Typed)}\n"
            ),
            "--format",
            "csv",
            "--template",
            cast.Template_
        );
        Assert.All(Keys, key => Assert.Matches($@"(?m)^line 2: .*\b{key}\b", ran.Out));
        IsKept(Assert.Single((await ListAsync(cast)).Items));
    }

    [Fact]
    public async Task The_command_line_takes_good_values_and_names_each_bad_one()
    {
        var cast = await CastAsync();
        (await InitiateAsync(cast, sample => sample.Mistyped)).Refused([.. Keys]);
        IsKept((await InitiateAsync(cast, sample => sample.Typed)).Done().Json<HandoffRecord>());
    }

    private static IEnumerable<string> Keys => FieldKind.All.Select(kind => kind.Name);

    private static string Line(FieldKind kind) =>
        $"  - {{ key: {kind.Name}, type: {kind.Name}, required: true"
        + (kind.Rules.Contains(FieldRule.Options) ? ", options: [one, two]" : "")
        + " }\n";

    private async Task<Cast> CastAsync() => await (await apps.On(Engine.Sqlite)).CastAsync(Template);

    private static JsonElement Context(Func<Sample, string> part) =>
        JsonElement.Parse(
            "{" + string.Join(',', FieldKind.All.Select(kind => $"\"{kind.Name}\":{part(Samples[kind.Type])}")) + "}"
        );

    private static (string Name, string Value)[] Typed(Func<Sample, string> part) =>
        [
            .. FieldKind.All.Select(kind => (FilledInput.ValuePrefix + kind.Name, part(Samples[kind.Type]))),
            (FilledInput.CurrencyPrefix + "money", ""),
        ];

    private static string Row(Func<Sample, string> part) =>
        string.Join(
            ',',
            FieldKind.All.Select(kind =>
                $"\"{part(Samples[kind.Type]).Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            )
        );

    private static Task<Said> InitiateAsync(Cast cast, Func<Sample, string> part) =>
        cast.App.CliAsync(
            cast.Alice,
            [
                "handoff",
                "initiate",
                "--template",
                cast.Template_,
                "--json",
                .. FieldKind.All.SelectMany(kind => new[] { "--field", $"{kind.Name}={part(Samples[kind.Type])}" }),
            ]
        );

    private static Task<Page<HandoffRecord>> ListAsync(Cast cast) =>
        cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ });

    private static void IsKept(HandoffRecord handoff) =>
        Assert.Equal(Context(sample => sample.Good).GetRawText(), handoff.Context.GetRawText());
}
