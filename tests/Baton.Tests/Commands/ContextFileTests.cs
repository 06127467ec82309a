using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Commands;

public sealed class ContextFileTests(SharedApps apps) : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("baton-test-");

    [Theory, EitherEngine]
    public async Task A_file_gives_the_context_and_fields_replace_its_values(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var file = FileOf(
            "\uFEFF{\"client_name\": \"Acme\", \"contract_value\": 1.50, \"extra\": {\"b\": 1, \"a\": [null]}}"
        );
        var said = (
            await app.CliAsync(
                cast.Alice,
                "handoff",
                "initiate",
                "--template",
                cast.Template_,
                "--context",
                file,
                "--field",
                "client_name=Other",
                "--field",
                "more=007",
                "--json"
            )
        ).Done();
        Assert.Equal(
            """{"client_name":"Other","contract_value":1.50,"extra":{"b":1,"a":[null]},"more":"007"}""",
            said.Json<HandoffRecord>().Context.GetRawText()
        );
        Assert.Equal(
            [$"Template {cast.Template_} has no field more. The value is stored as it is and not checked."],
            said.Reasons
        );
    }

    [Theory, EitherEngine]
    public async Task A_wrong_file_is_refused_before_anything_is_sent(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        foreach (
            var (text, reason) in (IEnumerable<(string, string)>)
                [
                    ("{\"a\":", "The JSON is wrong at line 1"),
                    ("[]", "must contain a JSON object"),
                    ("{\"a\":1,\"a\":2}", "A member stands twice: 'a'"),
                    (Deep, "nested deeper than 32 levels"),
                    ("{\"\\ud800\":1,\"b\":2}", "a character that is not text"),
                ]
        )
            (
                await app.CliAsync(
                    cast.Alice,
                    "handoff",
                    "initiate",
                    "--template",
                    cast.Template_,
                    "--context",
                    FileOf(text)
                )
            ).Refused(reason);
        (
            await app.CliAsync(
                cast.Alice,
                "handoff",
                "initiate",
                "--template",
                cast.Template_,
                "--context",
                "no/such.json"
            )
        ).Refused("no/such.json: cannot be read");
        Assert.Empty((await cast.Alice.Api.ListAsync()).Items);
    }

    [Theory, EitherEngine]
    public async Task Too_large_a_context_is_refused_by_the_server(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var file = FileOf(
            $$"""{"client_name": "Acme", "contract_value": 1, "note": "{{new string('x', (1024 * 1024) - 60)}}"}"""
        );
        (
            await app.CliAsync(cast.Alice, "handoff", "initiate", "--template", cast.Template_, "--context", file)
        ).Refused("1 MiB");
    }

    [Theory, EitherEngine]
    public async Task Standard_input_and_the_environment_serve_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var environment = new Dictionary<string, string>
        {
            ["BATON_SERVER"] = app.Url.AbsoluteUri,
            ["BATON_TOKEN"] = cast.Alice.Token,
            ["LANG"] = "C",
        };
        var begun = await BatonProcess.RunAsync(
            environment,
            """{"client_name": "Bäckerei Süß", "contract_value": 7}"""u8.ToArray(),
            "handoff",
            "initiate",
            "--template",
            cast.Template_,
            "--context",
            "-"
        );
        Assert.Contains("is initiated: Bäckerei Süß. ", begun.Done().Out, StringComparison.Ordinal);

        var list = (await BatonProcess.RunAsync(environment, null, "handoff", "list")).Done();
        Assert.DoesNotContain('\u001b', list.Out);
        Assert.EndsWith("\tBäckerei Süß", Assert.Single(list.Lines), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static string Deep { get; } = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);

    private string FileOf(string text)
    {
        var file = Path.Combine(directory.FullName, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, text);
        return file;
    }
}
