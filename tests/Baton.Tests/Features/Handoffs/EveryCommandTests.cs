using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Channels;
using Baton.Channels.Slack;
using Baton.Client;
using Baton.Commands;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Tests.App;
using Baton.Tests.Features.Handoffs.Chains;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Walks the registry of commands: each door offers each of them, and nobody forgot its words.</summary>
public sealed partial class EveryCommandTests(SharedApps apps)
{
    /// <summary>Whose doors are in a feature of their own: a file comes as a form, not as JSON.</summary>
    private static readonly string[] Files = ["attach", "detach"];

    /// <summary>
    /// Verbs of the command line that read files and templates, and so are not declared by the command.
    /// </summary>
    private static readonly Dictionary<string, string> OwnVerbs = new() { ["edit"] = "edit", ["attach"] = "attach" };

    public static TheoryData<string> Names =>
        [.. HandoffCommands.All.Where(command => command.IsGivenByHand).Select(command => command.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task The_api_takes_it(string name)
    {
        var routes = Routes(await apps.On(Engine.Sqlite), "/api/v1/handoffs/{id:long}");
        var command = HandoffCommands.Named(name);
        if (Files.Contains(name))
            Assert.Contains(routes, route => route.Path.StartsWith("/attachments", StringComparison.Ordinal));
        else
            Assert.Contains((command.Api!.Method, command.Api.Path), routes);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_page_takes_it(string name)
    {
        var routes = Routes(await apps.On(Engine.Sqlite), "/handoffs/{id:long}");
        var posts = routes.Where(route => route.Method == "POST").Select(route => route.Path).ToList();
        var expected = name switch
        {
            "edit" => ["/edit"],
            "change_item" => ["/items"],
            "initiate" => ["/initiate"],
            "update" => ["/update"],
            "attach" => ["/attachments"],
            "detach" => ["/attachments/{n:int}/remove"],
            _ => HandoffCommands.Named(name).Pages.Select(door => door.Path).ToList(),
        };
        Assert.NotEmpty(expected);
        Assert.Subset(posts.ToHashSet(), expected.ToHashSet());
        Assert.All(
            HandoffCommands.Named(name).Pages.Where(door => door.Form is not null),
            door => Assert.Contains(("GET", door.Path), routes)
        );
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_command_line_sends_it(string name)
    {
        var handoff = CommandLine.Root.Subcommands.Single(command => command.Name == "handoff");
        var known = handoff.Subcommands.Select(command => command.Name).ToList();
        var described = HandoffCommands.Named(name);
        if (OwnVerbs.TryGetValue(name, out var own))
            Assert.Contains(own, known);
        else
            Assert.NotEmpty(described.Verbs);
        foreach (var verb in described.Verbs)
        {
            Assert.Contains(verb.Name, known);
            Assert.Contains("Example: baton handoff " + verb.Name, verb.Description, StringComparison.Ordinal);
            var (method, path) = await SentAsync(verb);
            if (described.Api is { } route)
                Assert.Equal((route.Method, PathOf(route)), (method, path.Split("/handoffs/7")[1]));
        }
    }

    [Fact]
    public async Task Allowed_commands_list_each_when_it_can_be_given()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var seen = new HashSet<string>();
        async Task LookAsync(long id)
        {
            foreach (var who in (Someone[])[cast.Ann, cast.Ben])
                seen.UnionWith((await who.Api.GetAsync(id)).AllowedCommands);
        }

        var id = (await cast.ReturnedAsync()).HandoffId;
        await cast.Alice.Api.AskAsync(id, new AskRequest("Which?"));
        await cast.Alice.Api.AttachAsync(id, "a.txt", new MemoryStream("a"u8.ToArray()));
        await LookAsync(id);
        await cast.Alice.Api.DisputeAsync(id, 1, new DisputeRequest("It was there."));
        await LookAsync(id);
        var replies = new Dictionary<string, string> { ["contract_value"] = "It is right." };
        await cast.Alice.Api.InitiateAsync(id, new InitiateRequest(Replies: replies));
        await LookAsync(id);
        await cast.Bob.Api.AcceptAsync(id, new AcceptRequest(null, "I set up the portal."));
        await LookAsync(id);
        await cast.Alice.Api.EditAsync(id, new EditRequest(JsonElement.Parse("""{"note": "Call first."}""")));
        await LookAsync(id);
        await LookAsync(await DriftedAsync(cast));
        var shift = await ShiftTests.CastAsync(apps, Engine.Sqlite);
        await ShiftTests.AcceptedAsync(shift);
        seen.UnionWith((await ShiftTests.DraftAsync(shift)).AllowedCommands);
        await cast.Bob.Api.RequestAssistAsync(id, new AssistRequest(cast.Other, "Check the terms."));
        seen.UnionWith((await cast.Charlie.Api.GetAsync(id)).AllowedCommands);
        var listed = HandoffCommands.All.Where(command => command.IsListed).Select(command => command.Name);
        Assert.Equal(Names.Select(row => row.Data).Intersect(listed).Order(), seen.Order());
    }

    /// <summary>One that carries what changed at its source.</summary>
    private static async Task<long> DriftedAsync(Cast cast)
    {
        var carrying = "  - { key: client_name, type: text, carry: client_name }";
        var chain = await ChainCast.Of(cast);
        await chain.PublishAsync(chain.Second, cast.Receiver, cast.Sender, carrying);
        var first = await chain.HandOverAsync(chain.First, new { client_name = "Acme" });
        var second = await chain.HandOverAsync(chain.Second, new { }, first.HandoffId);
        var other = new EditRequest(JsonElement.Parse("""{"client_name": "Other"}"""));
        await cast.Alice.Api.EditAsync(first.HandoffId, other);
        return second.HandoffId;
    }

    [Fact]
    public void Slack_offers_what_says_so()
    {
        var offered = HandoffCommands.All.Where(command => command.Slack is not null).ToList();
        Assert.Equal(["accept", "read_back", "return"], offered.Select(command => command.Name));
        Assert.Equal(
            ["accept_handoff", "confirm_read_back", "return_handoff"],
            offered.Select(command => command.Slack!.Action)
        );
        Assert.All(
            offered,
            command => Assert.Equal(command.Slack!.Words, SlackButtons.Find(command.Slack.Action)!.Words)
        );
    }

    [Fact]
    public void Each_event_stands_once_and_is_told()
    {
        Assert.Equal(
            HandoffCommands.Events.Count,
            HandoffCommands.Events.Select(described => described.Kind).Distinct().Count()
        );
        Assert.All(
            HandoffCommands.All.Where(command => command.Api is not null || Files.Contains(command.Name)),
            command => Assert.NotEmpty(command.Events)
        );
        Assert.All(HandoffCommands.Events, described => Assert.Equal(described.IsTold, described.Notice is not null));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_docs_know_it(string name)
    {
        var command = HandoffCommands.Named(name);
        var cli = Read("docs/cli.md");
        foreach (var verb in command.Verbs.Select(verb => verb.Name).Append(OwnVerbs.GetValueOrDefault(name, "")))
            Assert.True(verb.Length == 0 || Regex.IsMatch(cli, $@"\b(handoff )?{verb}\b"), verb);
        if (command.Api is { Path.Length: > 0 } route)
            Assert.Contains(
                $"\"/api/v1/handoffs/{{id}}{Plain(route.Path)}\"",
                Read("docs/openapi.json"),
                StringComparison.Ordinal
            );
        var page = Read("docs/api.md");
        Assert.Contains($"`{name}`", page, StringComparison.Ordinal);
    }

    /// <summary>
    /// What must be touched to add a command, as CONTRIBUTING says it: the folder, the registry, the client.
    /// </summary>
    [Theory]
    [InlineData("Withdraw", "HandoffWithdrawn")]
    [InlineData("Decline", "HandoffDeclined")]
    public void A_command_is_at_most_five_files(string verb, string happened)
    {
        var source = Path.Combine(Repository.Root, "src");
        var names = new Regex($@"\b({verb}Handoff|{happened}|{verb}Request|{verb}Form|{verb}Async)\b");
        var touched = Directory
            .EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(file =>
                file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
            )
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file =>
                !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Demo/", StringComparison.Ordinal)
            )
            .Where(file => names.IsMatch(Read(file)))
            .ToList();
        Assert.InRange(touched.Count, 3, 5);
        var row = Read("CONTRIBUTING.md")
            .Split('\n')
            .Single(line => line.StartsWith("| a command on a handoff |", StringComparison.Ordinal));
        Assert.All(
            touched,
            file =>
                Assert.True(
                    file.Contains($"/Handoffs/Commands/{verb}/", StringComparison.Ordinal)
                        || row.Contains(Path.GetFileName(file), StringComparison.Ordinal),
                    $"{file} is not in CONTRIBUTING's row for a command."
                )
        );
    }

    [Fact]
    public void What_contributing_names_exists()
    {
        var rows = Read("CONTRIBUTING.md").Split("## To change this, touch that")[1].Split("\n## ")[0];
        var files = Directory
            .EnumerateFileSystemEntries(Repository.Root, "*", SearchOption.AllDirectories)
            .Select(path => path.Replace('\\', '/'))
            .Where(path =>
                !path.Contains("/obj/", StringComparison.Ordinal)
                && !path.Contains("/node_modules/", StringComparison.Ordinal)
            )
            .ToList();
        foreach (var name in Named().Matches(rows).Select(match => match.Groups[1].Value).Distinct())
            Assert.True(files.Any(path => path.EndsWith("/" + name.TrimEnd('/'), StringComparison.Ordinal)), name);
    }

    [GeneratedRegex(@"`([\w/.-]+(?:\.(?:cs|md|json|py|razor)|/\w+))`")]
    private static partial Regex Named();

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static string Plain(string path) => path.Replace("{n:int}", "{n}", StringComparison.Ordinal);

    private static string PathOf(ApiRoute route) =>
        route.Path.Replace("{n:int}", "1", StringComparison.Ordinal).Replace("{key}", "1", StringComparison.Ordinal);

    private static HashSet<(string Method, string Path)> Routes(BatonApp app, string under) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(endpoint => (endpoint, Path: "/" + endpoint.RoutePattern.RawText!.Trim('/')))
                .Where(route => route.Path.StartsWith(under, StringComparison.Ordinal))
                .SelectMany(route =>
                    route
                        .endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!
                        .HttpMethods.Select(method => (method, route.Path[under.Length..]))
                ),
        ];

    /// <summary>
    /// The request that a verb makes, given something for each of its arguments and required options.
    /// </summary>
    private static async Task<(string Method, string Path)> SentAsync(CliVerb verb)
    {
        var command = new Command(verb.Name);
        var typed = new List<string>();
        foreach (var symbol in verb.Symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
                typed.Add("1");
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
                if (option.Required)
                    typed.AddRange([option.Name, Sample(option)]);
            }
        }

        var parsed = command.Parse(typed);
        Assert.Empty(parsed.Errors);
        var recorder = new Recorder();
        using var http = new HttpClient(recorder) { BaseAddress = new Uri("http://baton.invalid") };
        var api = new BatonClient(http, "token");
        await Assert.ThrowsAsync<BatonException>(() => verb.SendAsync(parsed, api, 7, null, CancellationToken.None));
        return (recorder.Method, recorder.Path);
    }

    private static string Sample(Option option) =>
        option.Name switch
        {
            "--code" => option.Description!.Contains("wrong_team", StringComparison.Ordinal) ? "other" : "missing",
            "--revision" => "1",
            "--finding" => "goals=missing",
            "--rating" => "4",
            "--severity" => "stable",
            _ => "x",
        };

    /// <summary>Writes down what is sent, and refuses it.</summary>
    private sealed class Recorder : HttpMessageHandler
    {
        internal string Method { get; private set; } = "";

        internal string Path { get; private set; } = "";

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Method = request.Method.Method;
            Path = request.RequestUri!.AbsolutePath;
            var problem = new StringContent(
                """{"status": 409, "title": "No"}""",
                Encoding.UTF8,
                "application/problem+json"
            );
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict) { Content = problem });
        }
    }
}
