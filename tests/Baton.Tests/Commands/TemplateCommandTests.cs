using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Commands;

public sealed class TemplateCommandTests(SharedApps apps) : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("baton-test-");

    private const string Ten = """

        KEY_to_b:
          name: [a]
          receiving_team: Big
          colour: red
          fields:
            - { key: kind, type: choice }
            - { key: kind, type: text }
            - { key: n, type: int }
            - { key: m, type: number, min: 5, max: 2 }
            - { type: text }
          checklist:
            - [x]
          accept_within: 8 hours
          title: "{nofield}"
        """;

    [Theory, EitherEngine]
    public async Task Publishes_lists_and_shows_what_can_be_published_again(Engine engine)
    {
        var app = await apps.On(engine);
        var one = NewKey();
        var two = NewKey();
        var file = FileOf($"{Full(one)}\n{Full(two).Replace("min: 0", "min: 1", StringComparison.Ordinal)}");

        var published = (await app.AdminAsync("template", "publish", file)).Done();
        Assert.Equal([$"{one}: published version 1.", $"{two}: published version 1."], published.Lines);
        Assert.Contains("There is no team nobody yet", published.Error, StringComparison.Ordinal);
        Assert.Equal(
            [$"{one}: unchanged, version 1.", $"{two}: unchanged, version 1."],
            (await app.AdminAsync("template", "publish", file)).Done().Lines
        );

        var row = Assert
            .Single(
                (await app.AdminAsync("template", "list")).Done().Lines,
                line => line.StartsWith(one + "\t", StringComparison.Ordinal)
            )
            .Split('\t');
        Assert.Equal([one, "1", "sales", "nobody", "2", "2"], row[..6]);
        Assert.Equal(8, row.Length);

        var shown = (await app.AdminAsync("template", "show", one)).Done().Out;
        Assert.Equal(
            $"{one}: unchanged, version 1.",
            Assert.Single((await app.AdminAsync("template", "publish", FileOf(shown))).Done().Lines)
        );
        var changed = FileOf(shown.Replace("min: 0", "min: 7", StringComparison.Ordinal));
        Assert.Equal(
            $"{one}: published version 2.",
            Assert.Single((await app.AdminAsync("template", "publish", changed)).Done().Lines)
        );
        Assert.Equal(shown, (await app.AdminAsync("template", "show", one, "--version", "1")).Done().Out);
        Assert.Contains("min: 7", (await app.AdminAsync("template", "show", one)).Done().Out, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task The_starters_can_be_shown_and_published_unchanged(Engine engine)
    {
        var app = await apps.On(engine);
        foreach (var key in (string[])["sales_to_onboarding", "design_to_development"])
        {
            var shown = (await app.AdminAsync("template", "show", key)).Done().Out;
            Assert.Equal(
                $"{key}: unchanged, version 1.",
                Assert.Single((await app.AdminAsync("template", "publish", FileOf(shown))).Done().Lines)
            );
        }
    }

    [Theory, EitherEngine]
    public async Task What_is_published_beside_a_running_server_is_served_at_once(Engine engine)
    {
        var app = await apps.On(engine);
        var cast = await app.CastAsync();
        var key = NewKey();
        await app.AdminAsync("template", "publish", FileOf(Full(key)));

        var served = await cast.Charlie.Api.GetTemplateAsync(key);
        var json = (await app.AdminAsync("template", "show", key, "--json")).Done();
        Assert.Equivalent(served, json.Json<TemplateVersion>(), strict: true);
        Assert.Equal(
            (await app.SendAsync(cast.Charlie, HttpMethod.Get, $"/api/v1/templates/{key}")).Body,
            json.Out.TrimEnd()
        );
        Assert.Contains(
            (await app.AdminAsync("template", "list", "--json")).Done().Json<ItemsOf<TemplateVersion>>().Items,
            template => template.Key == key
        );
    }

    [Theory, EitherEngine]
    public async Task A_file_with_ten_faults_is_refused_whole_and_every_fault_named(Engine engine)
    {
        var app = await apps.On(engine);
        var right = NewKey();
        var wrong = NewKey();
        var file = FileOf($"{Full(right)}\n{Ten.Replace("KEY", wrong, StringComparison.Ordinal)}");
        string[] faults =
        [
            "name: name must be a text",
            "receiving_team: receiving_team 'Big'",
            "colour is not allowed here",
            "kind must have options",
            "The field kind appears twice",
            "int is not a type",
            "min must not be larger than max",
            "key is missing",
            "A step must be a text",
            "accept_within must be a working time",
            "title uses the field nofield",
        ];

        var refused = (await app.AdminAsync("template", "publish", file)).Refused(faults);
        Assert.Equal(faults.Length, refused.Reasons.Count);
        Assert.All(
            refused.Reasons,
            reason =>
                Assert.Matches(
                    $@"^{System.Text.RegularExpressions.Regex.Escape(file)}: line \d+: {wrong}_to_b\.",
                    reason
                )
        );
        (await Cli.RunAsync("template", "check", file)).Refused(faults);
        (await app.AdminAsync("template", "show", right)).Refused($"There is no template {right}.");
    }

    [Fact]
    public async Task Checks_without_a_store()
    {
        var key = NewKey();
        Assert.Equal(
            $"{key} is valid: from sales to nobody, fields: 2, steps: 2.",
            Assert.Single((await Cli.RunAsync("template", "check", FileOf(Full(key)))).Done().Lines)
        );
        Assert.Equal(
            key,
            Assert
                .Single(
                    (await Cli.RunAsync("template", "check", FileOf(Full(key)), "--json"))
                        .Done()
                        .Json<ItemsOf<Template>>()
                        .Items
                )
                .Key
        );
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        (await Cli.RunAsync("template", "check", "no/such/file.yaml")).Refused("no/such/file.yaml: cannot be read");
        (await Cli.RunAsync("template", "check", directory.FullName)).Refused($"{directory.FullName}: cannot be read");
        (await Cli.RunAsync("template", "check", FileOf(""))).Refused("The file is empty");
        (await Cli.RunAsync("template", "check", FileOf(new string(' ', 1024 * 1024 + 1)))).Refused(
            "larger than 1 MiB"
        );
        var latin = FileOf("");
        await File.WriteAllBytesAsync(latin, [0x6b, 0xe4]);
        (await Cli.RunAsync("template", "check", latin)).Refused("is not UTF-8");
    }

    [Theory, EitherEngine]
    public async Task What_is_not_there_is_refused(Engine engine)
    {
        var app = await apps.On(engine);
        (await app.AdminAsync("template", "show", "no_such")).Refused("There is no template no_such.");
        (await app.AdminAsync("template", "show", "sales_to_onboarding", "--version", "99")).Refused(
            "There is no template sales_to_onboarding, version 99."
        );
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static string NewKey() => $"t-{Guid.NewGuid().ToString("N")[..10]}";

    private static string Full(string key) =>
        $$"""
            {{key}}:
              from_team: sales
              receiving_team: nobody
              title: "{client}: yes"
              fields:
                - { key: client, type: text, required: true, example: "0x1F", placeholders: [] }
                - { key: value, type: money, min: 0, required_when: client }
              checklist:
                - "no"
                - { key: second, text: "# Späte Prüfung: \"ja\"", required: false }
              accept_within: 8h
            """;

    private string FileOf(string text)
    {
        var file = Path.Combine(directory.FullName, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
