using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Tests.App;
using CsCheck;

namespace Baton.Tests.Features.Templates;

public sealed class PublishTemplateTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_changed_template_is_the_next_version_and_the_same_again_changes_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var yaml = Cast
            .Template.Replace("KEY", cast.Template_)
            .Replace("SENDER", cast.Sender)
            .Replace("RECEIVER", cast.Receiver);
        var inFlight = await cast.InitiatedAsync();
        Assert.Equal(
            1,
            (
                await cast.Ben.Api.PublishTemplateAsync(cast.Template_, yaml + "\n\n# the same in other clothes\n")
            ).Version
        );
        var second = await cast.Ben.Api.PublishTemplateAsync(
            cast.Template_,
            yaml.Replace("- First step", "- Another step")
        );
        Assert.Equal((2, cast.Ben.Key), (second.Version, second.PublishedBy));
        Assert.Equal("First step", (await cast.Alice.Api.GetTemplateAsync(cast.Template_, 1)).Checklist[0].Text);
        Assert.Equal(2, (await cast.Charlie.Api.GetTemplateAsync(cast.Template_)).Version);
        Assert.Equal(
            (1, "First step"),
            (
                (await cast.Alice.Api.GetAsync(inFlight.HandoffId)).TemplateVersion,
                (await cast.Alice.Api.GetAsync(inFlight.HandoffId)).Checklist[0].Text
            )
        );
        Assert.Equal(
            (2, "Another step"),
            ((await cast.InitiatedAsync()).TemplateVersion, (await cast.InitiatedAsync()).Checklist[0].Text)
        );
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.GetTemplateAsync(cast.Template_, 3))).Status);
    }

    [Theory, EitherEngine]
    public async Task What_a_reading_gives_can_be_put_back_unchanged(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        string[] older =
        [
            $$$"""{"{{{cast.Template_}}}-old": {"required_fields": ["Go-live date (planned)","""
                + $$$""" "Kunde / Client", "E-mail?", "हिन्दी"], "receiving_team": "{{{cast.Receiver}}}","""
                + $$$""" "from_team": "{{{cast.Sender}}}", "checklist": ["Call"]}}""",
        ];
        var generated = TemplateFileTests
            .Templates.Array[6]
            .Single()
            .Select(
                (candidate, i) =>
                    TemplateYaml.Write(
                        candidate with
                        {
                            Key = $"{cast.Template_}-{i}",
                            FromTeam = cast.Sender,
                            ReceivingTeam = cast.Receiver,
                            AcceptWithin = "8h",
                        }
                    )
            );
        foreach (var text in older.Concat(generated))
        {
            var key = TemplateFile.Parse(text).Templates[0].Key;
            Assert.Equal(1, (await cast.Root.Api.PublishTemplateAsync(key, text)).Version);
            var got = await cast.App.SendAsync(cast.Ben, HttpMethod.Get, $"/api/v1/templates/{key}");
            var put = await cast.App.SendAsync(cast.Ben, HttpMethod.Put, $"/api/v1/templates/{key}", got.Body);
            Assert.True(put.Status == 200, put.Body);
            Assert.Equal(got.Body, put.Body);
        }

        var name = $"{cast.Template_}-old";
        foreach (
            var shown in (string[][])
                [
                    ["template", "show", name],
                    ["template", "show", name, "--json"],
                ]
        )
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, (await cast.App.AdminAsync(shown)).Out);
            Assert.Equal(
                $"{name}: unchanged, version 1.",
                (await cast.App.AdminAsync(["template", "publish", file])).Out.Trim()
            );
        }

        var context = JsonElement.Parse("""{"Go-live date (planned)": "May", "Kunde / Client": "x", "E-mail?": "y"}""");
        Assert.Equal(
            ["हिन्दी"],
            (await cast.Alice.Api.CheckAsync(new CheckRequest(name, context))).Errors.Select(error => error.Field)
        );
    }

    [Theory, EitherEngine]
    public async Task A_field_is_found_whichever_way_its_letters_are_written(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Root.Api.PublishTemplateAsync(
            cast.Template_,
            $"key: {cast.Template_}\nfrom_team: {cast.Sender}\nreceiving_team: "
                + $"{cast.Receiver}\nfields: [{{ key: 'cafe\u0301', required: true }}]"
        );
        var made = await cast.Alice.Api.CreateAsync(
            new CreateHandoffRequest(cast.Template_, JsonElement.Parse("{\"cafe\u0301\": \"open\", \"ü\": 1}"))
        );
        Assert.Equal("open", made.Context.GetProperty("caf\u00e9").GetString());
        Assert.Equal(2, made.Context.EnumerateObject().Count());
    }

    [Theory, EitherEngine]
    public async Task Only_a_lead_of_the_receiving_team_or_an_admin_may(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var yaml =
            Cast.Template.Replace("KEY", cast.Template_)
                .Replace("SENDER", cast.Sender)
                .Replace("RECEIVER", cast.Receiver) + "\nread_back: true";
        foreach (var who in (Someone[])[cast.Alice, cast.Ann, cast.Bob, cast.Charlie])
            Assert.Equal(403, (await Refusals.RefusedAsync(who.Api.PublishTemplateAsync(cast.Template_, yaml))).Status);
        var taken = yaml.Replace($"receiving_team: {cast.Receiver}", $"receiving_team: {cast.Other}");
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Charlie.Api.PublishTemplateAsync(cast.Template_, taken))).Status
        );
        Assert.Equal(2, (await cast.Root.Api.PublishTemplateAsync(cast.Template_, yaml)).Version);
    }

    [Theory, EitherEngine]
    public async Task A_wrong_one_is_refused_whole(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(
            cast.Ben.Api.PublishTemplateAsync(cast.Template_, "key: x\nfields: []\nclock: 8h")
        );
        Assert.Equal((422, "invalid-template"), (refused.Status, refused.Type));
        Assert.Equal(
            ["line 3: clock", "line 2: fields", "line 1: from_team", "line 1: receiving_team"],
            refused.Errors!.Select(error => error.Field)
        );
        var otherKey = Cast
            .Template.Replace("KEY", "other")
            .Replace("SENDER", cast.Sender)
            .Replace("RECEIVER", cast.Receiver);
        Assert.Equal(
            "key",
            Assert
                .Single(
                    (await Refusals.RefusedAsync(cast.Ben.Api.PublishTemplateAsync(cast.Template_, otherKey))).Errors!
                )
                .Field
        );
        Assert.Equal(1, (await cast.Alice.Api.GetTemplateAsync(cast.Template_)).Version);
    }

    [Theory]
    [InlineData(@"""label"": ""\ud800""", "found invalid Unicode")]
    [InlineData(@"""\udc00"": 1", "found invalid Unicode")]
    [InlineData(@"""label"": ""\u0000""", "contains an invalid character")]
    [InlineData(@"""\u0000"": 1", "contains an invalid character")]
    public async Task What_is_not_text_is_refused_with_its_line(string member, string why)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var body = $$"""
            {"key": "{{cast.Template_}}", "from_team": "{{cast.Sender}}", "receiving_team": "{{cast.Receiver}}",
             "name": "Rocket \ud83d\ude80",
             "fields": [{"key": "a", {{member}}}]}
            """;
        var refused = await Refusals.RefusedAsync(cast.Ben.Api.PublishTemplateAsync(cast.Template_, body));
        Assert.Equal((422, "line 3"), (refused.Status, Assert.Single(refused.Errors!).Field));
        Assert.Contains(why, refused.Detail, StringComparison.Ordinal);
        Assert.Equal(
            "Rocket 🚀",
            (await cast.Ben.Api.PublishTemplateAsync(cast.Template_, body.Replace(member, "\"label\": \"A\""))).Name
        );
    }
}
