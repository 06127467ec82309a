using Baton.Tests.App;

namespace Baton.Tests.Features.Templates;

public sealed class TemplatePagesTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_lead_edits_sees_what_it_would_have_done_and_publishes(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/{cast.Template_}");
        Assert.Contains("version 1", page.Heading, StringComparison.Ordinal);
        var edit = await ben.GetAsync($"/templates/{cast.Template_}/edit?tab=yaml");
        var text = edit.Document.QuerySelector("textarea")!.TextContent;

        var wrong = await ben.SubmitAsync(edit, "Publish", ("text", "fields: 1"));
        Assert.Equal((422, "fields: 1"), (wrong.Status, wrong.Document.QuerySelector("textarea")!.TextContent));
        Assert.NotEmpty(wrong.Faults);

        var stricter = text.Replace(
            "- key: client_name\n",
            "- { key: budget, type: number, required: true }\n- key: client_name\n",
            StringComparison.Ordinal
        );
        Assert.NotEqual(text, stricter);
        var preview = await ben.SubmitAsync(edit, "Preview", ("text", stricter));
        Assert.Contains("1 of the last 1 handoffs would not have passed.", preview.Text, StringComparison.Ordinal);
        Assert.Contains(
            preview.Document.QuerySelectorAll("ins"),
            line => line.TextContent.Contains("budget", StringComparison.Ordinal)
        );
        Assert.Equal(1, (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Version);

        var published = await ben.SubmitAsync(preview, "Publish");
        Assert.Contains("version 2", published.Heading, StringComparison.Ordinal);
        Assert.Contains(
            published.Document.QuerySelectorAll("ins"),
            line => line.TextContent.Contains("budget", StringComparison.Ordinal)
        );
        Assert.Contains(
            "older version",
            (await ben.GetAsync($"/templates/{cast.Template_}/versions/1")).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(404, (await ben.GetAsync($"/templates/{cast.Template_}/versions/3")).Status);
    }

    [Theory, EitherEngine]
    public async Task Who_does_not_lead_the_receiving_team_publishes_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var page = await ann.SubmitAsync(await ann.GetAsync($"/templates/{cast.Template_}/edit"), "Publish");
        Assert.Equal(403, page.Status);
        Assert.DoesNotContain("Edit", (await ann.GetAsync($"/templates/{cast.Template_}")).Buttons);
    }
}
