using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Features.Deliveries;

namespace Baton.Tests.Channels.Slack;

/// <summary>Buttons in Slack, against a stand-in that keeps to what Slack publishes.</summary>
public sealed class SlackActionsTests
{
    [Theory, EitherEngine]
    public async Task Accept_takes_it_over_and_the_message_says_so(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        Assert.Equal(
            ["accept_handoff", "return_handoff", "open_handoff"],
            FakeSlack.Buttons(slack.Messages[0]).Select(button => button.GetProperty("action_id").GetString())
        );
        Assert.Equal($"{handoff.HandoffId}:1", slack.ValueOf("accept_handoff"));

        var answer = await slack.ClickAsync(app, "UBOB", "accept_handoff", slack.ValueOf("accept_handoff"));

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        var after = await cast.Bob.Api.GetAsync(handoff.HandoffId);
        Assert.Equal((HandoffStatus.Accepted, cast.Bob.Key), (after.Status, after.AcceptedBy));
        var rewritten = Assert.Single(
            await Wait.ForAsync(() => Task.FromResult(slack.Answers), answers => answers.Count > 0)
        );
        Assert.True(rewritten.GetProperty("replace_original").GetBoolean());
        Assert.Equal(
            $"{cast.Bob.Key} Doe accepted “Acme GmbH” from {cast.Sender} for {cast.Receiver}.",
            rewritten.GetProperty("text").GetString()
        );
        Assert.Equal(
            ["open_handoff"],
            FakeSlack.Buttons(rewritten).Select(button => button.GetProperty("action_id").GetString())
        );
        Assert.Empty(BlockKit.Faults(rewritten));
    }

    [Theory, EitherEngine]
    public async Task A_read_back_is_confirmed_by_a_click_and_not_after_the_context_changed(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var cast = await app.CastAsync(Cast.Template + "\nread_back: true");
        await cast.Root.Api.PutSlackIdAsync(cast.Alice.Key, "UALICE");
        await cast.Root.Api.PutSlackIdAsync(cast.Bob.Key, "UBOB");
        await cast.Ann.Api.PutTeamAsync(cast.Sender, new TeamRequest { Channels = [new("slack", Url: slack.Hook)] });
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Bob.Api.AcceptAsync(id, new AcceptRequest(null, "I move 14 branches."));
        await Wait.ForAsync(() => Task.FromResult(slack.Messages.Count), count => count == 1);
        Assert.Equal(
            ["confirm_read_back", "open_handoff"],
            FakeSlack.Buttons(slack.Messages[0]).Select(button => button.GetProperty("action_id").GetString())
        );
        Assert.Contains("I move 14 branches.", slack.Messages[0].GetRawText(), StringComparison.Ordinal);
        await slack.ClickAsync(app, "UBOB", "confirm_read_back", slack.ValueOf("confirm_read_back"));
        Assert.Null((await cast.Alice.Api.GetAsync(id)).ReadBackAnswer);
        await slack.ClickAsync(app, "UALICE", "confirm_read_back", $"{id}:7");
        Assert.Null((await cast.Alice.Api.GetAsync(id)).ReadBackAnswer);
        await slack.ClickAsync(app, "UALICE", "confirm_read_back", slack.ValueOf("confirm_read_back"));
        var answered = (await cast.Alice.Api.GetAsync(id)).ReadBackAnswer!;
        Assert.Equal((true, cast.Alice.Key), (answered.Confirmed, answered.By));
    }

    [Theory, EitherEngine]
    public async Task Others_are_refused_in_private_and_learn_nothing(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        await cast.Root.Api.PutSlackIdAsync(cast.Charlie.Key, "UCHARLIE");
        await cast.Root.Api.PutSlackIdAsync(cast.Alice.Key, "UALICE");
        foreach (
            var (i, (user, why)) in new[]
            {
                ("UCHARLIE", $"There is no handoff {handoff.HandoffId} that you can see."),
                ("UALICE", $"Only people of the receiving team, {cast.Receiver}, may accept."),
                ("UNOBODY", "Your Slack member ID is UNOBODY"),
            }.Index()
        )
        {
            await slack.ClickAsync(app, user, "accept_handoff", slack.ValueOf("accept_handoff"));
            await Told(slack, i + 1, why);
        }

        await slack.ClickAsync(app, "UCHARLIE", "return_handoff", slack.ValueOf("return_handoff"));
        await Told(slack, 4, $"There is no handoff {handoff.HandoffId} that you can see.");
        Assert.Empty(slack.Views);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).Status);
    }

    [Theory, EitherEngine]
    public async Task Who_comes_too_late_is_told_and_the_message_closes(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        await cast.Ben.Api.AcceptAsync(handoff.HandoffId);
        await slack.ClickAsync(app, "UBOB", "accept_handoff", slack.ValueOf("accept_handoff"));
        var why = $"{cast.Ben.Key} Doe accepted this handoff on ";
        await Told(slack, 2, why);
        var closed = slack.Answers[1];
        Assert.True(closed.GetProperty("replace_original").GetBoolean());
        Assert.Equal(slack.Messages[0].GetProperty("text").GetString(), closed.GetProperty("text").GetString());
        Assert.Contains(why, closed.GetRawText());
        Assert.Empty(BlockKit.Faults(closed));
    }

    [Theory, EitherEngine]
    public async Task A_message_of_an_older_revision_accepts_and_returns_nothing(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        await cast.Ben.Api.ReturnAsync(
            handoff.HandoffId,
            new ReturnRequest([new("contract_value", FindingCode.Wrong)])
        );
        await cast.Alice.Api.EditAsync(
            handoff.HandoffId,
            new EditRequest(JsonElement.Parse("""{"contract_value": 60000}"""))
        );
        await cast.Alice.Api.InitiateAsync(handoff.HandoffId);
        foreach (var (i, action) in new[] { "accept_handoff", "return_handoff" }.Index())
        {
            await slack.ClickAsync(app, "UBOB", action, $"{handoff.HandoffId}:1");
            await Told(slack, 2 * (i + 1), "You saw revision 1 of the context; it is at revision 2. Read it again.");
        }

        Assert.Empty(slack.Views);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).Status);
        await Wait.ForAsync(() => Task.FromResult(slack.Messages.Count), count => count == 2);
        Assert.Equal($"{handoff.HandoffId}:2", slack.ValueOf("accept_handoff"));
    }

    [Theory, EitherEngine]
    public async Task Return_opens_a_dialog_and_its_findings_return_it(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        Assert.Equal(
            (200, ""),
            await slack.ClickAsync(app, "UBOB", "return_handoff", slack.ValueOf("return_handoff")) is var asked
                ? (asked.Status, asked.Body)
                : default
        );
        var opened = Assert.Single(await Wait.ForAsync(() => Task.FromResult(slack.Views), views => views.Count > 0));
        Assert.Empty(BlockKit.ViewFaults(opened.GetProperty("view")));
        Assert.Equal(
            "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
            opened.GetProperty("trigger_id").GetString()
        );

        var nothing = await slack.SubmitAsync(app, "UBOB", ("note_3", "What of it?"));
        Assert.Equal(["field_1", "code_1", "field_3", "code_3"], Faults(nothing).Keys);
        var stranger = await slack.SubmitAsync(app, "UNOBODY", ("field_1", "client_name"), ("code_1", "wrong"));
        Assert.Contains("UNOBODY", Faults(stranger)["field_1"]);
        var odd = await slack.SubmitAsync(
            app,
            "UBOB",
            ("field_1", "client_name"),
            ("code_1", "wrong"),
            ("field_3", "no_such_field"),
            ("code_3", "missing")
        );
        Assert.Equal($"There is no field no_such_field in {cast.Template_}.", Faults(odd)["field_3"]);

        Assert.Equal(
            400,
            (
                await slack.SubmitAsync(
                    app,
                    "UBOB",
                    ("field_1", "client_name"),
                    ("code_1", "wrong"),
                    ("note_1", "a\0b")
                )
            ).Status
        );

        var done = await slack.SubmitAsync(
            app,
            "UBOB",
            ("field_1", "client_name"),
            ("code_1", "wrong"),
            ("note_1", "It is Acme AG."),
            ("field_3", "contract_value"),
            ("code_3", "outdated")
        );
        Assert.Equal((200, ""), (done.Status, done.Body));
        var after = await cast.Alice.Api.GetAsync(handoff.HandoffId);
        Assert.Equal(HandoffStatus.Returned, after.Status);
        Assert.Equal(
            [("client_name", FindingCode.Wrong, "It is Acme AG."), ("contract_value", FindingCode.Outdated, null)],
            after.Findings.Select(finding => (finding.Field, finding.Code, finding.Note))
        );
        var rewritten = Assert.Single(
            await Wait.ForAsync(() => Task.FromResult(slack.Answers), answers => answers.Count > 0)
        );
        Assert.Contains("Returned with 2 findings: Acme GmbH", rewritten.GetRawText());

        var again = await slack.SubmitAsync(app, "UBOB", ("field_1", "client_name"), ("code_1", "wrong"));
        Assert.Contains($"{cast.Bob.Key} Doe returned this handoff on ", Faults(again)["field_1"]);
    }

    [Theory, EitherEngine]
    public async Task A_dialog_that_does_not_open_gives_way_to_the_page(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (_, handoff) = await OfferedAsync(app, slack);
        slack.OpensView = """{"ok": false, "error": "expired_trigger_id"}""";
        await slack.ClickAsync(app, "UBOB", "return_handoff", slack.ValueOf("return_handoff"));
        await Told(slack, 1, "The dialog could not be opened. Slack answered expired_trigger_id.");
        Assert.Contains($"/handoffs/{handoff.HandoffId}", slack.Answers[0].GetRawText());
    }

    [Theory, EitherEngine]
    public async Task Who_is_not_named_is_found_by_the_address_that_Slack_confirmed(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        string User(string id, string person, string more) =>
            $$$"""{"ok": true, "user": {"id": "{{{id}}}", "team_id": "T1", "deleted": false, {{{more}}},"""
            + $$$""" "profile": {"email": "{{{person.ToUpperInvariant()}}}@EXAMPLE.org"} } }""";
        slack.Users["UFAKE"] = User("UFAKE", cast.Ben.Key, "\"is_email_confirmed\": false");
        slack.Users["UGUEST"] = User("UGUEST", cast.Ben.Key, "\"is_email_confirmed\": true, \"is_restricted\": true");
        slack.Users["UOTHER"] = User("UOTHER", cast.Bob.Key, "\"is_email_confirmed\": true"); // Bob is UBOB already
        slack.Users["UBEN"] = User("UBEN", cast.Ben.Key, "\"is_email_confirmed\": true");
        // her address is not proved
        slack.Users["UTYPED"] = User("UTYPED", cast.Ann.Key, "\"is_email_confirmed\": true");
        await app.ForgetProofAsync(cast.Ann.Key);
        foreach (var (i, user) in new[] { "UFAKE", "UGUEST", "UOTHER", "UTYPED" }.Index())
        {
            await slack.ClickAsync(app, user, "accept_handoff", slack.ValueOf("accept_handoff"));
            await Told(slack, i + 1, $"Your Slack member ID is {user}");
        }

        await slack.ClickAsync(app, "UBEN", "accept_handoff", slack.ValueOf("accept_handoff"));
        Assert.Equal(cast.Ben.Key, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).AcceptedBy);
        Assert.Equal("UBEN", await app.ReadAsync(async db => (await db.People.FindAsync(cast.Ben.Key))!.SlackId));
    }

    [Theory, EitherEngine]
    public async Task Without_a_bot_token_Return_leads_to_the_page(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings(token: false));
        var (_, handoff) = await OfferedAsync(app, slack);
        var button = FakeSlack.Buttons(slack.Messages[0]).ElementAt(1);
        Assert.Equal(
            ("Return…", true),
            (
                button.GetProperty("text").GetProperty("text").GetString(),
                button
                    .GetProperty("url")
                    .GetString()!
                    .EndsWith($"/handoffs/{handoff.HandoffId}", StringComparison.Ordinal)
            )
        );
        Assert.Equal(
            (200, ""),
            await slack.ClickAsync(app, "UBOB", "return_on_page", "") is var opened
                ? (opened.Status, opened.Body)
                : default
        );
        await slack.ClickAsync(app, "UNOBODY", "accept_handoff", slack.ValueOf("accept_handoff"));
        await Told(slack, 1, "Your Slack member ID is UNOBODY");
        Assert.DoesNotContain(slack.Requests, request => request.Path.StartsWith("/api", StringComparison.Ordinal));
    }

    [Theory, EitherEngine]
    public async Task Only_Slack_itself_and_only_of_now_is_listened_to(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, slack.Settings());
        var (cast, handoff) = await OfferedAsync(app, slack);
        var click = new
        {
            type = "block_actions",
            user = new { id = "UBOB" },
            actions = new[] { new { action_id = "accept_handoff", value = slack.ValueOf("accept_handoff") } },
        };
        Assert.Equal(401, (await FakeSlack.SendAsync(app, click, secret: "another-secret-altogether")).Status);
        Assert.Equal(401, (await FakeSlack.SendAsync(app, click, secondsAgo: 301)).Status);
        Assert.Equal(401, (await FakeSlack.SendAsync(app, click, secondsAgo: -302)).Status);
        Assert.Equal(
            401,
            (await app.SendAsync(null, HttpMethod.Post, "integrations/slack/actions", "payload={}")).Status
        );
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).Status);
        foreach (
            var odd in new object[]
            {
                "text",
                1,
                new { },
                new { type = "block_actions" },
                new
                {
                    type = "block_actions",
                    user = new { id = "U1" },
                    actions = Array.Empty<int>(),
                },
                new { type = 7 },
                new
                {
                    type = "view_submission",
                    user = new { id = "U1" },
                    view = new { },
                },
            }
        )
            Assert.Equal(400, (await FakeSlack.SendAsync(app, odd)).Status);
        foreach (
            var (action, value) in new[]
            {
                ("accept_handoff", "x"),
                ("accept_handoff", ""),
                ("return_handoff", "1:2:3"),
                ("something_new", "1"),
            }
        )
            Assert.Equal(
                (200, ""),
                await slack.ClickAsync(app, "UBOB", action, value) is var passed
                    ? (passed.Status, passed.Body)
                    : default
            );
        Assert.Equal(200, (await FakeSlack.SendAsync(app, click, secondsAgo: 299)).Status);
        Assert.Equal(HandoffStatus.Accepted, (await cast.Alice.Api.GetAsync(handoff.HandoffId)).Status);
    }

    [Theory, EitherEngine]
    public async Task Where_it_is_not_set_up_there_is_neither_button_nor_door(Engine engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await BatonApp.StartAsync(engine);
        await OfferedAsync(app, slack);
        Assert.Equal(
            ["open_handoff"],
            FakeSlack.Buttons(slack.Messages[0]).Select(button => button.GetProperty("action_id").GetString())
        );
        Assert.Equal(404, (await FakeSlack.SendAsync(app, new { })).Status);
    }

    private static async Task<(Cast Cast, HandoffRecord Handoff)> OfferedAsync(BatonApp app, FakeSlack slack)
    {
        var cast = await app.CastAsync();
        await cast.Root.Api.PutSlackIdAsync(cast.Bob.Key, "UBOB");
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("slack", Url: slack.Hook)] });
        var handoff = await cast.InitiatedAsync();
        var told = Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1));
        Assert.Equal(DeliveryState.Delivered, told.State);
        return (cast, handoff);
    }

    private static async Task Told(FakeSlack slack, int count, string why)
    {
        var answers = await Wait.ForAsync(() => Task.FromResult(slack.Answers), answers => answers.Count == count);
        var told = answers.Last(answer => answer.TryGetProperty("response_type", out _));
        Assert.Equal(
            ("ephemeral", false),
            (told.GetProperty("response_type").GetString(), told.GetProperty("replace_original").GetBoolean())
        );
        Assert.Contains(why, told.GetProperty("text").GetString());
    }

    private static Dictionary<string, string> Faults(Answered answer)
    {
        var body = JsonElement.Parse(answer.Body);
        Assert.Equal((200, "errors"), (answer.Status, body.GetProperty("response_action").GetString()));
        return body.GetProperty("errors").Deserialize<Dictionary<string, string>>()!;
    }
}
