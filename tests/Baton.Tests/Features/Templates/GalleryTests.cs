using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing.Gallery;
using Baton.Tests.App;

namespace Baton.Tests.Features.Templates;

/// <summary>What a new template may begin with.</summary>
public sealed class GalleryTests(SharedApps apps)
{
    public static TheoryData<string> Names => [.. StartingPoints.Gallery.Select(start => start.Template.Key)];

    [Fact]
    public void There_are_ten() => Assert.Equal(10, Names.Count);

    [Theory, MemberData(nameof(Names))]
    public async Task Each_is_published_for_chosen_teams_and_takes_its_own_examples(string name)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        Assert.Contains(
            $"/templates/new?from={name}",
            (await ben.GetAsync("/templates/new")).Document.Links.Select(link => link.GetAttribute("href"))
        );
        var page = await ben.GetAsync($"/templates/new?from={name}");
        var unchosen = await ben.SubmitAsync(page, "Publish", ("t-from", ""), ("t-to", ""));
        Assert.Equal(["To: choose a team.", "From: choose a team."], unchosen.Faults);
        var done = await ben.SubmitAsync(
            page,
            "Publish",
            ("t-from", cast.Sender),
            ("t-to", cast.Receiver),
            ("t-key", $"{cast.Template_}-x")
        );
        Assert.Equal((200, ""), (done.Status, string.Join(' ', done.Faults)));
        var template = await cast.Ben.Api.GetTemplateAsync($"{cast.Template_}-x");
        var start = StartingPoints.Gallery.Single(point => point.Template.Key == name);
        Assert.Equal(start.Template.Fields.Select(field => field.Key), template.Fields.Select(field => field.Key));
        Assert.All(template.Fields, field => Assert.False(string.IsNullOrEmpty(field.Help), field.Key));
        Assert.NotEmpty(template.Checklist);
        Assert.NotNull(template.AcceptWithin);
        Assert.EndsWith(".", start.About);

        using var alice = await cast.App.VisitAsync(cast.Alice);
        var over = await alice.SubmitAsync(
            await alice.GetAsync($"/hand-over/{template.Key}"),
            "Hand over",
            [.. template.Fields.SelectMany(Typed)]
        );
        Assert.Equal((200, ""), (over.Status, string.Join(' ', over.Faults)));
        var id = long.Parse(over.Path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(id)).Status);
    }

    /// <summary>Only the words differ: what reads values by key or by rule finds them in every language.</summary>
    [Theory]
    [InlineData("de"), InlineData("fr"), InlineData("es")]
    public void Each_says_the_same_in_every_language(string language)
    {
        var english = StartingPoints.GalleryIn("en");
        var other = StartingPoints.GalleryIn(language);
        Assert.Equal(english.Select(Shape), other.Select(Shape));
        Assert.All(
            english.Zip(other),
            pair =>
            {
                Assert.NotEqual(pair.First.Template.Name, pair.Second.Template.Name);
                Assert.NotEqual(pair.First.About, pair.Second.About);
                Assert.EndsWith(".", pair.Second.About);
                Assert.Equal(pair.First.Template.Fields.Select(WordsIn), pair.Second.Template.Fields.Select(WordsIn));
                foreach (var (first, second) in pair.First.Template.Fields.Zip(pair.Second.Template.Fields))
                    Assert.True(first.Help != second.Help, second.Help);
                foreach (var (first, second) in pair.First.Template.Checklist.Zip(pair.Second.Template.Checklist))
                    Assert.True(first.Text != second.Text, second.Text);
            }
        );

        static (string, string) Shape(StartingPoint start) =>
            (
                start.Template.Key,
                JsonSerializer.Serialize(
                    start.Template with
                    {
                        Name = "",
                        Fields =
                        [
                            .. start.Template.Fields.Select(field =>
                                field with
                                {
                                    Label = null,
                                    Help = null,
                                    Example = null,
                                    Options = null,
                                }
                            ),
                        ],
                        Checklist = [.. start.Template.Checklist.Select(step => step with { Key = "", Text = "" })],
                    },
                    BatonJson.Options
                )
            );

        static (int? Options, bool, bool) WordsIn(Field field) =>
            (field.Options?.Count, field.Label is null, field.Example is null);
    }

    [Fact]
    public async Task The_gallery_is_in_the_language_of_its_reader()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        ben.Speak("de");
        var page = await ben.GetAsync("/templates/new");
        Assert.Contains("Schicht", page.Document.Body!.TextContent);
        var builder = await ben.GetAsync("/templates/new?from=shift_to_shift");
        Assert.DoesNotContain("Shift to shift", builder.Document.Body!.InnerHtml);
        var printed = await Cli.RunAsync("template", "gallery", "shift_to_shift", "--language", "de");
        var template = Assert.Single(TemplateFile.Parse(printed.Done().Out).Templates);
        Assert.Equal("shift_to_shift", template.Key);
        Assert.NotEqual("Shift to shift", template.Name);
        (await Cli.RunAsync("template", "gallery", "--language", "tlh")).WrongUsage("tlh");
    }

    [Fact]
    public async Task The_command_line_lists_them_and_prints_one()
    {
        var listed = await Cli.RunAsync("template", "gallery");
        Assert.Equal(10, listed.Done().Lines.Count);
        var printed = await Cli.RunAsync("template", "gallery", "shift_to_shift");
        Assert.Equal("Shift to shift", Assert.Single(TemplateFile.Parse(printed.Done().Out).Templates).Name);
        (await Cli.RunAsync("template", "gallery", "nowhere")).Refused("nowhere");
    }

    [Fact]
    public async Task A_copy_has_all_but_the_key_and_the_name()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/new?from=copy:{cast.Template_}");
        var done = await ben.SubmitAsync(page, "Publish", ("t-key", $"{cast.Template_}-copy"));
        Assert.Equal((200, ""), (done.Status, string.Join(' ', done.Faults)));
        var first = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        var copy = await cast.Ben.Api.GetTemplateAsync($"{cast.Template_}-copy");
        Assert.Equal($"Copy of {first.Name}", copy.Name);
        Assert.Equal(
            JsonSerializer.Serialize(first.Fields, BatonJson.Options),
            JsonSerializer.Serialize(copy.Fields, BatonJson.Options)
        );
        Assert.Equal(404, (await ben.GetAsync("/templates/new?from=copy:nowhere")).Status);
    }

    /// <summary>
    /// What a person who reads the example types; of an amount its currency stands in an input of its own.
    /// </summary>
    private static IEnumerable<(string Name, string Value)> Typed(Field field)
    {
        var example =
            field.Type == FieldType.Boolean ? "true"
            : field.Type == FieldType.Choice ? field.Options![0]
            : field.Example;
        Assert.False(example is null, $"{field.Key} has no example.");
        if (field.Type == FieldType.Money && example!.Split(' ') is [var amount, var currency])
            return [($"v.{field.Key}", amount), ($"c.{field.Key}", currency)];
        return [($"v.{field.Key}", example!)];
    }
}
