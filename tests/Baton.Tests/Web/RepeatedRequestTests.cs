using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>
/// A POST with the same <c>Idempotency-Key</c> and body is answered alike to the byte, and done once.
/// </summary>
public sealed class RepeatedRequestTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task What_was_created_is_answered_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var body = $$"""{"template": "{{cast.Template_}}", "context": {"client_name": "Acme"}, "draft": true}""";

        var first = await SendAsync(cast, "api/v1/handoffs", body);
        var again = await SendAsync(cast, "api/v1/handoffs", body);

        Assert.Equal((201, first.Body), (again.Status, again.Body));
        Assert.Equal("\"1\"", again.Message.Headers.ETag?.Tag);
        Assert.Equal(first.Message.Headers.Location, again.Message.Headers.Location);
        Assert.Equal("application/json", again.ContentType);
    }

    [Theory, BothEngines]
    public async Task What_was_refused_is_answered_again_with_its_trace(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = await cast.DraftAsync();
        var path = $"api/v1/handoffs/{draft.HandoffId}/complete";

        var first = await SendAsync(cast, path, "{}");
        var again = await SendAsync(cast, path, "{}");

        Assert.Equal((403, "application/problem+json"), (again.Status, again.ContentType));
        Assert.Equal(first.Body, again.Body);
    }

    [Theory, BothEngines]
    public async Task Two_at_once_are_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var body = $$"""{"template": "{{cast.Template_}}", "context": {"client_name": "Acme"}, "draft": true}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(cast, "api/v1/handoffs", body)));

        Assert.All(answers, answer => Assert.Equal((201, answers[0].Body), (answer.Status, answer.Body)));
        Assert.Single((await cast.Alice.Api.ListAsync(new() { Template = cast.Template_ })).Items);
    }

    [Theory, BothEngines]
    public async Task Another_body_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await SendAsync(cast, "api/v1/deliveries/replay", """{"state": "dead"}""");

        var other = await SendAsync(cast, "api/v1/deliveries/replay", """{"state": "failed"}""");

        Assert.Equal((422, "idempotency-key-reused"), (other.Status, other.Problem.Type));
    }

    [Theory, BothEngines]
    public async Task A_key_that_cannot_be_kept_is_refused_before_anything_is_done(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var body = $$"""{"template": "{{cast.Template_}}", "context": {}, "draft": true}""";

        var answer = await cast.App.SendAsync(
            cast.Alice,
            HttpMethod.Post,
            "api/v1/handoffs",
            body,
            ("Idempotency-Key", new string('x', 256))
        );

        Assert.Equal((422, "Idempotency-Key"), (answer.Status, answer.Problem.Errors![0].Field));
        Assert.Empty((await cast.Alice.Api.ListAsync(new() { Template = cast.Template_ })).Items);
    }

    private static Task<Answered> SendAsync(Cast cast, string path, string body) =>
        cast.App.SendAsync(cast.Alice, HttpMethod.Post, path, body, ("Idempotency-Key", $"key {path}"));
}
