using System.Text;
using System.Text.RegularExpressions;
using Baton.Commands;
using Baton.Core;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Baton.Tests.Commands;

/// <summary>
/// <c>docs/configuration.md</c> lists every variable that the program reads; it is written from what reads them.
/// </summary>
public sealed partial class ConfigurationTests
{
    private const string Head = """
        # Configuration

        Baton is configured by variables of its environment. The Debian package reads them from
        `/etc/baton/baton.conf`, and [Installation](install.md) shows where they go elsewhere. An option of the command
        line wins over its variable. An empty variable is one that is not set. `baton serve` lists everything that is
        wrong with them and exits with 2.

        """;

    private static readonly IReadOnlyList<Variable> All = [.. Variables.All.SelectMany(section => section.Variables)];

    [Fact]
    public async Task The_page_is_the_committed_one()
    {
        var text = Page();
        var file = Path.Combine(Repository.Root, "docs", "configuration.md");
        if (Environment.GetEnvironmentVariable("BATON_WRITE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        Assert.True(
            text == await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
            "The settings changed. BATON_WRITE_SNAPSHOTS=1 ./test -class '*ConfigurationTests' writes "
                + "docs/configuration.md anew; commit it."
        );
    }

    [Fact]
    public void Every_variable_that_the_program_names_is_in_it()
    {
        var folder = Path.Combine(Repository.Root, "src", "Baton");
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(folder, "*.razor", SearchOption.AllDirectories),
        ];
        var named = files
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Name().Matches(File.ReadAllText(file)).Select(match => match.Value))
            .ToHashSet();
        Assert.Equal(
            All.Select(variable => variable.Name)
                .Where(name => name.StartsWith("BATON_", StringComparison.Ordinal))
                .Order(),
            named.Order()
        );
        Assert.Equal(All.Count, All.DistinctBy(variable => variable.Name).Count());
    }

    [Fact]
    public void Every_example_is_a_value_that_works()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                All.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Example))
            )
            .Build();
        Assert.Empty(
            Store.Faults(
                configuration,
                new StorageOptions(configuration["BATON_DATA"]!, configuration["BATON_DATABASE"])
            )
        );
    }

    /// <summary>What is shipped beside the program can be read, and means this program.</summary>
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("kubernetes/baton.yaml")]
    [InlineData("debian/baton.conf")]
    [InlineData("debian/baton.service")]
    public async Task What_is_packaged_beside_it_fits(string name)
    {
        var file = Path.Combine(Repository.Root, "packaging", name);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var known = All.Select(variable => variable.Name).Append("BATON_DB_PASSWORD");
        Assert.Empty(Name().Matches(text).Select(match => match.Value).Except(known));
        var tags = Image().Matches(text).Select(match => match.Groups[1].Value);
        Assert.All(tags, tag => Assert.Equal(ProgramVersion.Text.Split('+')[0], tag));
        if (!name.EndsWith(".yaml", StringComparison.Ordinal))
            return;
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        Assert.All(yaml.Documents, document => Assert.IsType<YamlMappingNode>(document.RootNode));
        Assert.Single(tags);
    }

    private static string Page()
    {
        var page = new StringBuilder(Head);
        foreach (var (section, variables) in Variables.All)
        {
            page.Append($"\n## {section}\n| variable | meaning | default | example |\n|---|---|---|---|\n");
            foreach (var variable in variables)
                page.Append(RowOf(variable));
        }

        return page.Append('\n')
            .Append("Values marked with a key (🔑) are secrets. Baton never logs them.\n")
            .ToString();
    }

    private static string RowOf(Variable variable)
    {
        var name = $"`{variable.Name}`{(variable.IsSecret ? " 🔑" : "")}";
        if (variable.Option is { } option)
            name += $", `{option}`";
        var unit = variable.Unit is { } counted ? $" In {counted}." : "";
        return $"| {name} | {variable.Meaning}.{unit} | {variable.Default} | `{variable.Example}` |\n";
    }

    [GeneratedRegex("image: localhost/baton:(.*)")]
    private static partial Regex Image();

    [GeneratedRegex("BATON_[A-Z][A-Z0-9_]*[A-Z0-9]")]
    private static partial Regex Name();
}
