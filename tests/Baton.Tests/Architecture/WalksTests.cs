using System.Text.RegularExpressions;
using Baton.Tests.App;

namespace Baton.Tests.Architecture;

/// <summary>The walks of docs/architecture.md: each is short, visits a file once, and is true.</summary>
public sealed partial class WalksTests
{
    private const int MostFiles = 10;

    private static readonly string Source = Path.Combine(Repository.Root, "src", "Baton");

    [Theory]
    [InlineData("Initiate over HTTP")]
    [InlineData("Accept on a page")]
    [InlineData("A click in Slack")]
    public void A_walk_is_short_visits_a_file_once_and_is_true(string walk)
    {
        var steps = Step().Matches(TextOf(walk)).ToList();
        Assert.InRange(steps.Count, 3, MostFiles);
        Assert.Distinct(steps.Select(step => step.Groups["file"].Value));
        Assert.All(steps, step => Assert.Matches($@"\b{step.Groups["member"]}\b", Read(step.Groups["file"].Value)));
    }

    private static string TextOf(string walk) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"))
            .Split($"**{walk}**")[1]
            .Split("\n**", 2)[0]
            .Split("\n## ", 2)[0];

    private static string Read(string file) => File.ReadAllText(Path.Combine(Source, file));

    [GeneratedRegex(@"^\| \d+ \| `(?<file>[\w/.]+)` \| `(?<member>\w+)`: [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Step();
}
