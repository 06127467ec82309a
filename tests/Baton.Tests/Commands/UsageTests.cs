using Baton.Tests.App;

namespace Baton.Tests.Commands;

public sealed class UsageTests
{
    private const string Server = " --server http://127.0.0.1:1 --token t";

    [Theory]
    [InlineData("export")]
    [InlineData("audit")]
    [InlineData("token list")]
    [InlineData("invitation list")]
    [InlineData("template list")]
    [InlineData("template show sales_to_onboarding")]
    [InlineData("partitions")]
    public async Task What_only_reads_makes_no_store(string command)
    {
        var directory = Path.Combine(Path.GetTempPath(), $"baton-test-{Guid.NewGuid():N}");
        var said = await Cli.RunAsync([.. command.Split(' '), "--data", directory]);
        Assert.Equal(
            (1, $"There is no database in {directory}. Name the data directory with --data (BATON_DATA)."),
            (said.Code, said.Error.Trim())
        );
        Assert.False(Directory.Exists(directory));
    }

    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("bogus", "bogus")]
    [InlineData("handoff", "Required command was not provided.")]
    [InlineData(
        "handoff initiate" + Server,
        "Use --template to hand over something new, for example --template sales_to_onboarding, or give "
            + "the number of a draft."
    )]
    [InlineData(
        "handoff initiate 5 --draft --field a=b" + Server,
        "--field, --draft cannot be used with the number of a draft"
    )]
    [InlineData(
        "handoff initiate --template t --field nonsense" + Server,
        "--field 'nonsense': write name=value, for example --field client_name=Acme."
    )]
    [InlineData(
        "handoff initiate --template t --waive =x" + Server,
        "--waive '=x': write name=value, for example --waive client_name=Acme."
    )]
    [InlineData("handoff initiate --template t --priority mild" + Server, "'mild'")]
    [InlineData("handoff check" + Server, "--template")]
    [InlineData("handoff accept" + Server, "Required argument")]
    [InlineData("handoff accept twelve" + Server, "twelve")]
    [InlineData("handoff accept 1 --revision x" + Server, "'x'")]
    [InlineData("handoff accept 1 --if-version x" + Server, "'x'")]
    [InlineData("handoff return 1" + Server, "--finding")]
    [InlineData(
        "handoff return 1 --finding a=bad" + Server,
        "--finding 'a=bad': after = write one of missing, wrong, outdated, unclear, for example goals=missing."
    )]
    [InlineData("handoff decline 1 --code never --note n" + Server, "never")]
    [InlineData("handoff decline 1 --code other" + Server, "--note")]
    [InlineData("handoff reroute 1" + Server, "--team")]
    [InlineData("handoff withdraw 1" + Server, "--reason")]
    [InlineData("handoff assign 1" + Server, "Required argument")]
    [InlineData("handoff skip 1 step" + Server, "--note")]
    [InlineData("handoff answer 1 x y" + Server, "'x'")]
    [InlineData("handoff gap 1 --field f --code maybe" + Server, "maybe")]
    [InlineData("handoff feedback 1" + Server, "--rating")]
    [InlineData("handoff list --limit 0" + Server, "--limit must be 1 or more.")]
    [InlineData("handoff list --status nope" + Server, "nope")]
    [InlineData("handoff list --box nope" + Server, "nope")]
    [InlineData("metrics --days 0" + Server, "--days must be 1 to 36500.")]
    [InlineData("metrics --days many" + Server, "many")]
    [InlineData("deliveries list --state lost" + Server, "lost")]
    [InlineData("deliveries replay" + Server, "not both")]
    [InlineData("deliveries replay 7 --state dead" + Server, "not both")]
    [InlineData("deliveries replay --state queued" + Server, "queued")]
    [InlineData("deliveries show x" + Server, "x")]
    [InlineData("team test-channel sales first --data d", "first")]
    [InlineData("template show k --version first", "first")]
    [InlineData("template publish", "Required argument")]
    [InlineData("template list extra", "extra")]
    [InlineData(
        "serve --urls nonsense",
        "--urls: 'nonsense' is not an address. Use one such as http://127.0.0.1:5080."
    )]
    [InlineData("demo --urls ftp://127.0.0.1", "--urls: 'ftp://127.0.0.1' is not an address")]
    public async Task Wrong_usage_is_told_and_ends_with_2(string line, string reason) =>
        (await Cli.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).WrongUsage(reason);

    [Fact]
    public async Task An_empty_data_directory_is_wrong_usage() =>
        (await Cli.RunAsync("template", "list", "--data", "")).WrongUsage(
            "--data (BATON_DATA): give a directory, for example --data /var/lib/baton."
        );

    [Theory]
    [InlineData("", "tok", "No server given. Set it with --server or BATON_SERVER")]
    [InlineData(
        "127.0.0.1:5080",
        "tok",
        "--server (BATON_SERVER): '127.0.0.1:5080' is not an address. Use one such as http://127.0.0.1:5080."
    )]
    [InlineData("ftp://127.0.0.1", "tok", "is not an address. Use one such as http://127.0.0.1:5080.")]
    [InlineData("http://127.0.0.1/?a=b", "tok", "is not an address. Use one such as http://127.0.0.1:5080.")]
    [InlineData("http://127.0.0.1", "", "No token given. Set it with --token or BATON_TOKEN")]
    [InlineData(
        "http://127.0.0.1",
        "a b",
        "--token (BATON_TOKEN) contains characters that tokens do not have. Copy the token again."
    )]
    [InlineData(
        "http://127.0.0.1",
        "tök",
        "--token (BATON_TOKEN) contains characters that tokens do not have. Copy the token again."
    )]
    public async Task A_wrong_server_or_token_is_wrong_usage(string server, string token, string reason) =>
        (await Cli.RunAsync("handoff", "list", "--server", server, "--token", token)).WrongUsage(reason);

    [Fact]
    public async Task Both_faults_are_named_at_once()
    {
        var said = (await BatonProcess.RunAsync(null, null, "metrics")).WrongUsage("No server", "No token");
        Assert.Equal(2, said.Reasons.Count);
    }

    [Theory]
    [InlineData("handoff", "feedback")]
    [InlineData("handoff initiate", "Examples:\n  baton handoff initiate --template")]
    [InlineData("handoff return", "Examples:\n  baton handoff return 12")]
    [InlineData("template publish", "Examples:\n  baton template publish onboarding.yaml")]
    [InlineData("metrics", "Examples:\n  baton metrics")]
    [InlineData("serve", "Examples:\n  baton serve --data /var/lib/baton")]
    public async Task Help_has_examples_and_never_the_token(string command, string part)
    {
        var said = (
            await BatonProcess.RunAsync(
                new Dictionary<string, string> { ["BATON_TOKEN"] = "baton_secret" },
                null,
                [.. command.Split(' '), "--help"]
            )
        ).Done();
        Assert.Contains(part, said.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("baton_secret", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_told() =>
        Assert.Matches(@"^\d+\.\d+\.\d+", (await BatonProcess.RunAsync(null, null, "--version")).Done().Out);
}
