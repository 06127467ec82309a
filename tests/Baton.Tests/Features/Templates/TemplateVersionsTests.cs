using Baton.Client;
using Baton.Features.Templates;
using Baton.Tests.App;

namespace Baton.Tests.Features.Templates;

/// <summary>Versions of a template: the note, what each changed, what uses it, and two who publish at once.</summary>
public sealed class TemplateVersionsTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_version_says_who_published_it_why_and_what_it_changed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var edit = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        var tooLong = await ben.SubmitAsync(
            edit,
            "Publish",
            ("complete_within-amount", "20"),
            ("note", new string('x', 501))
        );
        Assert.Equal(
            (422, "note may have at most 500 characters.", new string('x', 501)),
            (
                tooLong.Status,
                Assert.Single(tooLong.Faults),
                tooLong.Document.QuerySelector("[name=note]")!.GetAttribute("value")
            )
        );
        await ben.SubmitAsync(tooLong, "Publish", ("note", " <b>More</b> time\u00a0for all "));
        var third = await cast.Ben.Api.GetTemplateAsync(cast.Template_) with { AcceptWithin = "3h" };
        await cast.Ben.Api.PublishTemplateAsync(cast.Template_, TemplateYaml.Write(third), "Faster & <i>safer</i>?");

        var listed = (await cast.Charlie.Api.ListTemplateVersionsAsync(cast.Template_)).Items;
        Assert.Equal(
            [(3, cast.Ben.Key, "Faster & <i>safer</i>?"), (2, cast.Ben.Key, "<b>More</b> time\u00a0for all")],
            listed.Take(2).Select(version => (version.Version, version.PublishedBy, version.Note))
        );
        Assert.Contains("Accept within: ", Assert.Single(listed[0].Changes), StringComparison.Ordinal);
        Assert.Equal((1, null, 0), (listed[2].Version, listed[2].Note, listed[2].Changes.Count));
        Assert.Equal("<b>More</b> time\u00a0for all", (await cast.Ben.Api.GetTemplateAsync(cast.Template_, 2)).Note);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.ListTemplateVersionsAsync("none"))).Status);

        var page = await ben.GetAsync($"/templates/{cast.Template_}/versions");
        Assert.Equal(
            ["Version 3 newest", "Version 2", "Version 1"],
            page.Document.QuerySelectorAll("li.card h2").Select(heading => Words(heading.TextContent))
        );
        Assert.Equal(
            ["Faster & <i>safer</i>?", "<b>More</b> time\u00a0for all"],
            page.Document.QuerySelectorAll("li.card .said").Select(note => note.TextContent)
        );
        Assert.NotEmpty(page.Document.QuerySelectorAll("#version-2 ins"));
        Assert.Equal(404, (await ben.GetAsync($"/templates/{cast.Template_}/versions?from=9")).Status);
        Assert.Equal(404, (await ben.GetAsync("/templates/none/versions")).Status);
    }

    [Theory, EitherEngine]
    public async Task An_older_version_is_edited_or_copied(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        await cast.Ben.Api.PublishTemplateAsync(
            cast.Template_,
            TemplateYaml.Write(first with { CompleteWithin = "33d" })
        );
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/{cast.Template_}/edit?version=1");
        await ben.SubmitAsync(page, "Publish");
        var third = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal((3, first.CompleteWithin), (third.Version, third.CompleteWithin));
        var copy = await ben.GetAsync($"/templates/new?from=copy:{cast.Template_}&version=2");
        Assert.Equal("33", copy.Document.QuerySelector("[name=complete_within-amount]")!.GetAttribute("value"));
        Assert.Equal(404, (await ben.GetAsync($"/templates/{cast.Template_}/edit?version=9")).Status);
        Assert.Equal(404, (await ben.GetAsync($"/templates/new?from=copy:{cast.Template_}&version=9")).Status);
    }

    [Theory, EitherEngine]
    public async Task What_uses_it_is_counted_as_the_reader_may_see_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        await cast.InitiatedAsync();
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var list = await ben.GetAsync($"/handoffs?template={cast.Template_}&status=initiated");
        await ben.SubmitAsync(list, "Save", ("name", "Those of it"), ("team", cast.Receiver));
        var page = await ben.GetAsync($"/templates/{cast.Template_}/used-by");
        var initiated = page.Document.QuerySelector($"a[href='/handoffs?template={cast.Template_}&status=initiated']")!;
        Assert.Equal("2", initiated.ParentElement!.QuerySelector(".count")!.TextContent);
        Assert.Contains("Those of it", page.Text, StringComparison.Ordinal);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        page = await charlie.GetAsync($"/templates/{cast.Template_}/used-by");
        Assert.All(page.Document.QuerySelectorAll(".sets .count"), count => Assert.Equal("0", count.TextContent));
        Assert.DoesNotContain("Those of it", page.Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Of_two_who_publish_at_once_one_is_told(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        using var root = await cast.App.VisitAsync(cast.Root);
        var path = $"/templates/{cast.Template_}/edit";
        Seen[] pages = [await ben.GetAsync(path), await root.GetAsync(path)];
        var both = await Task.WhenAll(
            ben.SubmitAsync(pages[0], "Publish", ("complete_within-amount", "21")),
            root.SubmitAsync(pages[1], "Publish", ("complete_within-amount", "22"))
        );
        Assert.Equal([200, 412], both.Select(page => page.Status).Order());
        var newest = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal(2, newest.Version);
        var (late, loser) = both[0].Status == 412 ? (both[0], ben) : (both[1], root);
        Assert.Contains(newest.CompleteWithin!, late.Document.QuerySelector("[data-part=faults]")!.TextContent);
        await loser.SubmitAsync(late, "Publish");
        Assert.Equal(3, (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Version);
    }

    [Theory, EitherEngine]
    public async Task A_new_template_never_replaces_another_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/new?from=copy:{cast.Template_}");
        for (var tries = 0; tries < 2; tries++)
        {
            page = await ben.SubmitAsync(page, "Publish", ("t-key", cast.Template_));
            Assert.Equal(412, page.Status);
            Assert.StartsWith($"Key: there is already a template {cast.Template_}.", Assert.Single(page.Faults));
            Assert.Equal("", page.Document.QuerySelector("details:has([name=t-key])")!.GetAttribute("open"));
        }

        Assert.Equal(1, (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Version);
    }

    [Theory, EitherEngine]
    public async Task What_no_page_sends_is_refused_and_breaks_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        var hostile = await ben.SubmitAsync(page, "Publish", ("seen", "999"), ("complete_within-amount", "20"));
        Assert.Equal(412, hostile.Status);
        hostile = await ben.SubmitAsync(
            page,
            "Preview",
            ("do", "copy.field.1"),
            ("field-rest.1", "[[[[{"),
            ("field-type.1", "<script>"),
            ("field-label.1", new string('x', 100_000)),
            ("t-rest", "null"),
            ("t-escalation", "?")
        );
        Assert.Equal(200, hostile.Status);
        hostile = await ben.SubmitAsync(hostile, "Publish");
        Assert.Equal((422, true), (hostile.Status, hostile.Faults.Count > 0));
        var again = await ben.SubmitAsync(await ben.GetAsync("/templates/new?from=blank"), "Publish", ("seen", "7"));
        Assert.Equal(422, again.Status);
        Assert.Equal(1, (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Version);
    }

    [Theory, EitherEngine]
    public async Task The_preview_shows_both_sides(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        Assert.Empty(page.Document.QuerySelectorAll("main [autofocus]"));
        page = await ben.SubmitAsync(page, "Preview", ("field-example.1", "Acme <GmbH>"), ("step-text.1", "Call them"));
        var receiver = page.Document.QuerySelector(".as-receiver")!;
        Assert.Contains("Acme <GmbH>", receiver.QuerySelector("dd")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Call them", receiver.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector(".as-sender fieldset[disabled] input"));
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
