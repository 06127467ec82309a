using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Batch;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>One command for many handoffs.</summary>
public sealed class BatchTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Each_has_its_own_outcome(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var waiting = (await cast.InitiatedAsync()).HandoffId;
        var other = (await cast.InitiatedAsync()).HandoffId;
        var accepted = (await cast.AcceptedAsync()).HandoffId;
        var draft = (await cast.DraftAsync()).HandoffId;
        var done = await cast.Bob.Api.BatchAsync(
            new BatchRequest([waiting, accepted, 999_999_999, draft, other, waiting, -1], "accept")
        );
        Assert.Equal(
            [(waiting, 200), (accepted, 409), (999_999_999, 404), (draft, 404), (other, 200), (-1L, 404)],
            done.Results.Select(row => (row.HandoffId, row.Status))
        );
        Assert.Equal(
            [null, "wrong-state", "not-found", "not-found", null, "not-found"],
            done.Results.Select(row => row.Problem?.Type)
        );
        Assert.Equal(HandoffStatus.Accepted, (await cast.Alice.Api.GetAsync(other)).Status);
        Assert.All(
            (await cast.Charlie.Api.BatchAsync(new BatchRequest([waiting, draft], "accept"))).Results,
            row => Assert.Equal(404, row.Status)
        );
        Assert.All(
            (await cast.Alice.Api.BatchAsync(new BatchRequest([waiting], "complete"))).Results,
            row => Assert.Equal(403, row.Status)
        );
    }

    [Theory, EitherEngine]
    public async Task It_takes_every_command_that_needs_no_more_than_a_body(Engine engine)
    {
        Assert.Equal(
            [
                "edit",
                "initiate",
                "accept",
                "read_back",
                "seen",
                "update",
                "keep",
                "return",
                "decline",
                "reroute",
                "withdraw",
                "assign",
                "complete_steps",
                "ask",
                "comment",
                "request_assist",
                "flag_gap",
                "complete",
                "feedback",
            ],
            RunBatch.Commands.Select(command => command.Name)
        );
        var cast = await apps.CastOn(engine);
        long[] ids = [(await cast.DraftAsync()).HandoffId, (await cast.DraftAsync()).HandoffId];
        await DoneAsync(cast.Alice, ids, "edit", """{"context": {"note": "Call first."}}""");
        await DoneAsync(cast.Alice, ids, "initiate", null);
        await DoneAsync(cast.Bob, ids, "accept", "{}");
        await DoneAsync(cast.Bob, ids, "assign", $$"""{"person": "{{cast.Ben.Key}}"}""");
        await DoneAsync(cast.Bob, ids, "comment", """{"text": "Started."}""");
        var after = await cast.Alice.Api.GetAsync(ids[1]);
        Assert.Equal((cast.Ben.Key, "Started."), (after.Owner, after.Comments[0].Text));
        Assert.Equal("Call first.", after.Context.GetProperty("note").GetString());
    }

    [Theory, EitherEngine]
    public async Task What_is_wrong_with_the_request_is_said_and_nothing_is_done(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (
            var (body, field) in ((string, string)[])
                [
                    ($$"""{"ids": [], "command": "accept"}""", "ids"),
                    ($$"""{"ids": [{{string.Join(',', Enumerable.Range(1, 101))}}], "command": "accept"}""", "ids"),
                    ($$"""{"ids": [{{id}}], "command": "tick"}""", "command"),
                    ($$"""{"ids": [{{id}}], "command": "attach"}""", "command"),
                    ($$"""{"ids": [{{id}}], "command": "open"}""", "command"),
                    ($$"""{"ids": [{{id}}], "command": ""}""", "command"),
                    ($$"""{"ids": [{{id}}], "command": "{{new string('x', 100_000)}}"}""", "command"),
                    ($$"""{"ids": [{{id}}], "command": "decline"}""", "body.code"),
                    ($$"""{"ids": [{{id}}], "command": "accept", "body": {"nothing": 1} }""", "body.nothing"),
                    ($$"""{"ids": [{{id}}], "command": "accept", "body": []}""", "body"),
                    ($$"""{"ids": ["{{id}}"], "command": "accept"}""", "ids[0]"),
                    ($$"""{"command": "accept"}""", "ids"),
                ]
        )
        {
            var answer = await cast.App.SendAsync(cast.Bob, HttpMethod.Post, "api/v1/handoffs/batch", body);
            Assert.True(answer.Status == 422, $"{body[..Math.Min(200, body.Length)]} answers {answer.Body}");
            Assert.Contains(field, answer.Problem.Errors!.Select(error => error.Field));
        }

        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(id)).Status);
    }

    [Theory, BothEngines]
    public async Task A_repeated_request_gives_the_first_answer(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var answers = new HashSet<string>();
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await cast.App.SendAsync(
                cast.Bob,
                HttpMethod.Post,
                "api/v1/handoffs/batch",
                $$"""{"ids": [{{id}}], "command": "comment", "body": {"text": "Once."} }""",
                ("Idempotency-Key", $"batch-{id}")
            );
            Assert.Equal(200, answer.Status);
            answers.Add(answer.Body);
        }

        Assert.Single(answers);
        Assert.Single((await cast.Bob.Api.GetAsync(id)).Comments);
    }

    [Theory, BothEngines]
    public async Task A_hundred_at_once_are_done_once_whoever_else_tries(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ids = new List<long>();
        for (var i = 0; i < 100; i++)
            ids.Add((await cast.InitiatedAsync()).HandoffId);
        var both = await Task.WhenAll(
            new[] { cast.Bob, cast.Ben }.Select(who => who.Api.BatchAsync(new BatchRequest(ids, "accept")))
        );
        Assert.All(both, done => Assert.Equal(ids, done.Results.Select(row => row.HandoffId)));
        Assert.All(
            both[0].Results.Zip(both[1].Results),
            pair => Assert.Equal([200, 409], new[] { pair.First.Status, pair.Second.Status }.Order())
        );
    }

    [Theory, EitherEngine]
    public async Task On_the_list_what_is_ticked_is_accepted_assigned_and_completed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var one = (await cast.InitiatedAsync()).HandoffId;
        var two = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var list = await bob.GetAsync("/handoffs");
        Assert.Equal(
            [$"{two}", $"{one}"],
            list.Document.QuerySelectorAll("input.pick[form=batch]").Select(pick => pick.GetAttribute("value")!)
        );
        Assert.Equal(422, (await bob.SubmitAsync(list, "Clear", ("command", "accept"))).Status);
        (string, string)[] picked = [("id", $"{one}"), ("id", $"{two}")];
        await BatchAsync("accept", "2 of 2 done");
        await BatchAsync("assign", "2 of 2 done", ("person", cast.Ben.Key));
        await BatchAsync("complete", "0 of 2 done");
        await BatchAsync("withdraw", "Nothing was changed");
        Assert.Equal(cast.Ben.Key, (await cast.Bob.Api.GetAsync(two)).Owner);
        await BatchAsync("complete_steps", "2 of 2 done");
        await BatchAsync("complete", "2 of 2 done");
        Assert.Equal(HandoffStatus.Completed, (await cast.Bob.Api.GetAsync(one)).Status);

        async Task BatchAsync(string command, string heading, params (string, string)[] more)
        {
            var seen = await bob.SubmitAsync(list, "Clear", [.. picked, ("command", command), .. more]);
            Assert.Equal(heading, seen.Heading);
        }
    }

    [Theory, EitherEngine]
    public async Task The_command_line_says_what_came_of_each(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var done = await cast.App.CliAsync(cast.Bob, "handoff", "batch", "accept", $"{id}");
        Assert.Contains($"Handoff {id}: done.", done.Done().Out);
        var again = await cast.App.CliAsync(cast.Bob, "handoff", "batch", "accept", $"{id}");
        again.Refused($"Handoff {id}", "accepted");
    }

    private static async Task DoneAsync(Someone who, long[] ids, string command, string? body)
    {
        var request = new BatchRequest(ids, command, body is null ? null : JsonElement.Parse(body));
        var done = await who.Api.BatchAsync(request);
        Assert.All(done.Results, row => Assert.Equal((200, null), (row.Status, row.Problem)));
    }
}
