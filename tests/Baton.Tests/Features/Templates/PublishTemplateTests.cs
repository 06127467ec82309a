using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Templates;

public sealed class PublishTemplateTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task A_changed_template_is_the_next_version_and_the_same_again_changes_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var yaml = Cast.Template.Replace("KEY", cast.Template_).Replace("SENDER", cast.Sender).Replace("RECEIVER", cast.Receiver);
        var inFlight = await cast.InitiatedAsync();
        Assert.Equal(1, (await cast.Ben.Api.PublishTemplateAsync(cast.Template_, yaml + "\n\n# the same in other clothes\n")).Version);
        var second = await cast.Ben.Api.PublishTemplateAsync(cast.Template_, yaml.Replace("- First step", "- Another step"));
        Assert.Equal((2, cast.Ben.Key), (second.Version, second.PublishedBy));
        Assert.Equal("First step", (await cast.Alice.Api.GetTemplateAsync(cast.Template_, 1)).Checklist[0].Text);
        Assert.Equal(2, (await cast.Charlie.Api.GetTemplateAsync(cast.Template_)).Version);
        Assert.Equal((1, "First step"), ((await cast.Alice.Api.GetAsync(inFlight.HandoffId)).TemplateVersion, (await cast.Alice.Api.GetAsync(inFlight.HandoffId)).Checklist[0].Text));
        Assert.Equal((2, "Another step"), ((await cast.InitiatedAsync()).TemplateVersion, (await cast.InitiatedAsync()).Checklist[0].Text));
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.GetTemplateAsync(cast.Template_, 3))).Status);
    }

    [Theory, BothEngines]
    public async Task Only_a_lead_of_the_receiving_team_or_an_admin_may(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var yaml = Cast.Template.Replace("KEY", cast.Template_).Replace("SENDER", cast.Sender).Replace("RECEIVER", cast.Receiver) + "\nread_back: true";
        foreach (var who in (Someone[])[cast.Alice, cast.Ann, cast.Bob, cast.Charlie])
            Assert.Equal(403, (await Refusals.RefusedAsync(who.Api.PublishTemplateAsync(cast.Template_, yaml))).Status);
        var taken = yaml.Replace($"receiving_team: {cast.Receiver}", $"receiving_team: {cast.Other}");
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Charlie.Api.PublishTemplateAsync(cast.Template_, taken))).Status);
        Assert.Equal(2, (await cast.Root.Api.PublishTemplateAsync(cast.Template_, yaml)).Version);
    }

    [Theory, BothEngines]
    public async Task A_wrong_one_is_refused_whole(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(cast.Ben.Api.PublishTemplateAsync(cast.Template_, "key: x\nfields: []\nclock: 8h"));
        Assert.Equal((422, "invalid-template"), (refused.Status, refused.Type));
        Assert.Equal(["line 3: clock", "line 2: fields", "line 1: from_team", "line 1: receiving_team"], refused.Errors!.Select(error => error.Field));
        var otherKey = Cast.Template.Replace("KEY", "other").Replace("SENDER", cast.Sender).Replace("RECEIVER", cast.Receiver);
        Assert.Equal("key", Assert.Single((await Refusals.RefusedAsync(cast.Ben.Api.PublishTemplateAsync(cast.Template_, otherKey))).Errors!).Field);
        Assert.Equal(1, (await cast.Alice.Api.GetTemplateAsync(cast.Template_)).Version);
    }

    [Theory]
    [InlineData(@"""label"": ""\ud800""", "found invalid Unicode")]
    [InlineData(@"""\udc00"": 1", "found invalid Unicode")]
    [InlineData(@"""label"": ""\u0000""", "has a character that is not text")]
    [InlineData(@"""\u0000"": 1", "has a character that is not text")]
    public async Task What_is_not_text_is_refused_with_its_line(string member, string why)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var body = $$"""
            {"key": "{{cast.Template_}}", "from_team": "{{cast.Sender}}", "receiving_team": "{{cast.Receiver}}", "name": "Rocket \ud83d\ude80",
             "fields": [{"key": "a", {{member}}}]}
            """;
        var refused = await Refusals.RefusedAsync(cast.Ben.Api.PublishTemplateAsync(cast.Template_, body));
        Assert.Equal((422, "line 2"), (refused.Status, Assert.Single(refused.Errors!).Field));
        Assert.Contains(why, refused.Detail, StringComparison.Ordinal);
        Assert.Equal("Rocket 🚀", (await cast.Ben.Api.PublishTemplateAsync(cast.Template_, body.Replace(member, "\"label\": \"A\""))).Name);
    }
}
