using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Commands;

public sealed class HandoffCommandTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task The_whole_loop_runs_from_the_shell(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var refused = (await app.CliAsync(cast.Alice, "handoff", "initiate", "--template", cast.Template_)).Refused();
        Assert.Equal(
            [
                "Missing required fields: client_name, contract_value",
                "  client_name is missing.",
                "  contract_value is missing.",
            ],
            refused.Reasons
        );

        var id = await InitiateAsync(cast, "--external-key", "X-1", "--priority", "high");
        var again = (
            await app.CliAsync(
                cast.Alice,
                [
                    .. Initiate(cast),
                    "--field",
                    "client_name=Acme GmbH",
                    "--external-key",
                    "X-1",
                    "--priority",
                    "high",
                    "--json",
                ]
            )
        )
            .Done()
            .Json<HandoffRecord>();
        Assert.Equal((id, "high", "X-1"), ($"{again.HandoffId}", again.Priority, again.ExternalKey));

        await SayAsync(
            cast.Bob,
            HandoffStatus.Returned,
            "return",
            id,
            "--finding",
            "contract_value=wrong: it says 60000: really",
            "--finding",
            "note=missing"
        );
        (await app.CliAsync(cast.Alice, "handoff", "resubmit", id)).Refused(
            "The finding on contract_value is not answered",
            "The finding on note is not answered"
        );
        await SayAsync(
            cast.Alice,
            HandoffStatus.Returned,
            "edit",
            id,
            "--field",
            "contract_value=60000",
            "--field",
            "note=x",
            "--unset",
            "note"
        );
        var resubmitted = await SayAsync(
            cast.Alice,
            HandoffStatus.Initiated,
            "resubmit",
            id,
            "--reply",
            "note=There is nothing to say."
        );
        Assert.Equal(
            [("it says 60000: really", null), (null, "There is nothing to say.")],
            resubmitted.Findings.Select(finding => (finding.Note, finding.Reply))
        );

        (await app.CliAsync(cast.Bob, "handoff", "accept", id, "--revision", "1")).Refused(
            "You saw revision 1 of the context"
        );
        var accepted = await SayAsync(
            cast.Bob,
            HandoffStatus.Accepted,
            "accept",
            id,
            "--revision",
            $"{resubmitted.ContextRevision}"
        );
        Assert.Equal(cast.Bob.Key, accepted.AcceptedBy);
        Assert.Equal(
            cast.Ben.Key,
            (await SayAsync(cast.Bob, HandoffStatus.Accepted, "assign", id, cast.Ben.Key)).Owner
        );

        var asked = await SayAsync(
            cast.Bob,
            HandoffStatus.Accepted,
            "ask",
            id,
            "Which house first?",
            "--field",
            "note",
            "--blocking"
        );
        Assert.True(Assert.Single(asked.Questions) is { Text: "Which house first?", Field: "note", Blocking: true });
        await SayAsync(cast.Bob, HandoffStatus.Accepted, "tick", id, "first-step", "--note", "On Monday");
        await SayAsync(cast.Bob, HandoffStatus.Accepted, "untick", id, "first-step");
        await SayAsync(cast.Bob, HandoffStatus.Accepted, "tick", id, "first-step");
        (await app.CliAsync(cast.Bob, "handoff", "skip", id, "second", "--note", "Not needed")).Refused("Only a lead");
        await SayAsync(cast.Ben, HandoffStatus.Accepted, "skip", id, "second", "--note", "Not needed");
        (await app.CliAsync(cast.Bob, "handoff", "complete", id)).Refused("Question 1 blocks this");
        Assert.Equal(
            "The big one",
            Assert
                .Single(
                    (await SayAsync(cast.Alice, HandoffStatus.Accepted, "answer", id, "1", "The big one")).Questions
                )
                .Answer
        );
        await SayAsync(
            cast.Bob,
            HandoffStatus.Accepted,
            "gap",
            id,
            "--field",
            "note",
            "--code",
            "unclear",
            "--minutes-lost",
            "30",
            "--note",
            "Hard to read"
        );
        await SayAsync(cast.Bob, HandoffStatus.Completed, "complete", id);
        var rated = await SayAsync(
            cast.Bob,
            HandoffStatus.Completed,
            "feedback",
            id,
            "--rating",
            "4",
            "--missing",
            "note",
            "--comment",
            "Good"
        );
        Assert.True(Assert.Single(rated.Feedback) is { Rating: 4, Missing: ["note"], Comment: "Good" });
        Assert.Equal(
            new Gap("note", FindingCode.Unclear, 30, "Hard to read", cast.Bob.Key, rated.Gaps[0].At),
            Assert.Single(rated.Gaps)
        );

        async Task<HandoffRecord> SayAsync(Someone who, HandoffStatus status, string command, params string[] args)
        {
            var handoff = (await app.CliAsync(who, ["handoff", command, .. args, "--json"]))
                .Done()
                .Json<HandoffRecord>();
            Assert.Equal(status, handoff.Status);
            return handoff;
        }
    }

    [Theory, EitherEngine]
    public async Task A_draft_is_begun_and_handed_over_with_a_waiver(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var draft = (
            await app.CliAsync(
                cast.Ann,
                "handoff",
                "initiate",
                "--template",
                cast.Template_,
                "--field",
                "client_name=Acme",
                "--draft",
                "--json"
            )
        )
            .Done()
            .Json<HandoffRecord>();
        Assert.Equal(HandoffStatus.Draft, draft.Status);

        (await app.CliAsync(cast.Ann, "handoff", "initiate", $"{draft.HandoffId}")).Refused(
            "Missing required fields: contract_value"
        );
        var said = (
            await app.CliAsync(
                cast.Ann,
                "handoff",
                "initiate",
                $"{draft.HandoffId}",
                "--waive",
                "contract_value=Signed tomorrow = at noon"
            )
        ).Done();
        Assert.StartsWith(
            $"Handoff {draft.HandoffId} is initiated: Acme. Waiting for {cast.Receiver} to accept it by 2",
            said.Out,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Signed tomorrow = at noon",
            Assert.Single((await cast.Ann.Api.GetAsync(draft.HandoffId)).Waivers).Reason
        );
    }

    [Theory, EitherEngine]
    public async Task What_ends_a_handoff_early_works_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var declined = await InitiateAsync(cast);
        var withdrawn = await InitiateAsync(cast);
        var rerouted = await InitiateAsync(cast);

        (
            await app.CliAsync(
                cast.Bob,
                "handoff",
                "decline",
                declined,
                "--code",
                "wrong_team",
                "--note",
                "Not ours",
                "--suggest",
                cast.Other
            )
        ).Done();
        (await app.CliAsync(cast.Bob, "handoff", "accept", declined)).Refused("declined");
        (await app.CliAsync(cast.Alice, "handoff", "withdraw", withdrawn, "--reason", "Cancelled")).Done();
        (
            await app.CliAsync(cast.Alice, "handoff", "reroute", rerouted, "--team", cast.Other, "--note", "They do it")
        ).Refused("Only leads");
        var moved = (
            await app.CliAsync(
                cast.Ben,
                "handoff",
                "reroute",
                rerouted,
                "--team",
                cast.Other,
                "--note",
                "They do it",
                "--json"
            )
        )
            .Done()
            .Json<HandoffRecord>();
        Assert.Equal(cast.Other, moved.ToTeam);
    }

    [Theory, EitherEngine]
    public async Task A_change_since_the_version_that_was_seen_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var id = await InitiateAsync(cast);
        (await app.CliAsync(cast.Bob, "handoff", "accept", id, "--if-version", "7")).Refused(
            "It has changed since you read it: you have version 7"
        );
        (await app.CliAsync(cast.Bob, "handoff", "accept", id, "--if-version", "1")).Done();
        var late = (await app.CliAsync(cast.Ben, "handoff", "accept", id)).Refused(cast.Bob.Key);
        Assert.Contains("  You can: ", late.Error, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Reads_in_columns_that_cut_and_awk_can_count(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        await InitiateAsync(cast, "--field", "client_name=First\tone\u001b[31m\nred");
        var id = await InitiateAsync(cast);

        var list = (await app.CliAsync(cast.Bob, "handoff", "list", "--team", cast.Receiver, "--box", "inbox")).Done();
        Assert.Equal(
            [id, "initiated", cast.Template_, cast.Sender, cast.Receiver, "normal"],
            list.Lines[0].Split('\t')[..6]
        );
        Assert.All(list.Lines, line => Assert.Equal(9, line.Split('\t').Length));
        Assert.EndsWith("\t-\tFirst one [31m red", list.Lines[1], StringComparison.Ordinal);

        var page = (await app.CliAsync(cast.Bob, "handoff", "list", "--limit", "1")).Done();
        Assert.Single(page.Lines);
        var cursor = page.Error.Split("--cursor ")[1].Split(',')[0];
        Assert.Single(
            (await app.CliAsync(cast.Bob, "handoff", "list", "--cursor", cursor, "--json"))
                .Done()
                .Json<Page<HandoffRecord>>()
                .Items
        );
        Assert.Equal(
            2,
            (await app.CliAsync(cast.Bob, "handoff", "list", "--limit", "500", "--json"))
                .Done()
                .Json<Page<HandoffRecord>>()
                .Items.Count
        );
        Assert.Equal("", (await app.CliAsync(cast.Bob, "handoff", "list", "--status", "completed")).Done().Out);

        var shown = (await app.CliAsync(cast.Bob, "handoff", "show", id)).Done();
        Assert.Contains($"status\tinitiated", shown.Lines);
        Assert.Contains("context\tcontract_value\t50000", shown.Lines);
        Assert.Contains("checklist\tfirst-step\topen\t-\t-\tFirst step\t-\t-", shown.Lines);
        Assert.Contains(
            $"from\t{cast.Alice.Key}",
            (await app.CliAsync(cast.Bob, "handoff", "context", id)).Done().Lines
        );
        var events = (await app.CliAsync(cast.Bob, "handoff", "events", id)).Done();
        Assert.Equal(["handoff.initiated", "handoff.opened"], events.Lines.Select(line => line.Split('\t')[2]));
    }

    [Theory, EitherEngine]
    public async Task Json_is_the_record_of_the_wire(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var id = await InitiateAsync(cast, "--field", "client_name=Bäckerei \"Süß\" <&>");
        await cast.Bob.Api.GetAsync(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        foreach (
            var (command, path) in (IEnumerable<(string[], string)>)
                [
                    (["handoff", "show", id], $"handoffs/{id}"),
                    (["handoff", "context", id], $"handoffs/{id}/context"),
                    (["handoff", "events", id], $"handoffs/{id}/events"),
                    (["handoff", "list"], "handoffs"),
                ]
        )
            Assert.Equal(
                (await app.SendAsync(cast.Bob, HttpMethod.Get, $"/api/v1/{path}")).Body,
                (await app.CliAsync(cast.Bob, [.. command, "--json"])).Done().Out.TrimEnd()
            );
    }

    [Theory, EitherEngine]
    public async Task The_gate_answers_without_keeping_anything(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        Assert.Equal(
            "Complete.\n",
            (
                await app.CliAsync(
                    cast.Alice,
                    "handoff",
                    "check",
                    "--template",
                    cast.Template_,
                    "--field",
                    "client_name=a",
                    "--field",
                    "contract_value=1"
                )
            )
                .Done()
                .Out
        );
        (
            await app.CliAsync(
                cast.Alice,
                "handoff",
                "check",
                "--template",
                cast.Template_,
                "--field",
                "client_name=tbd",
                "--field",
                "contract_value=-1"
            )
        ).Refused("only a placeholder: tbd", "contract_value");
        var json = await app.CliAsync(cast.Alice, "handoff", "check", "--template", cast.Template_, "--json");
        Assert.Equal(1, json.Code);
        Assert.Equal(2, json.Json<CheckRecord>().Errors.Count);
        Assert.Empty((await cast.Alice.Api.ListAsync()).Items);
    }

    [Theory, EitherEngine]
    public async Task Strangers_see_nothing_and_unknown_things_are_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var id = await InitiateAsync(cast);
        foreach (var command in (string[])["show", "context", "events", "accept", "complete"])
            (await app.CliAsync(cast.Charlie, "handoff", command, id)).Refused(
                $"There is no handoff {id} that you can see."
            );
        (await app.CliAsync(cast.Bob, "handoff", "tick", id, "nostep")).Refused();
        (await app.CliAsync(cast.Alice, "handoff", "initiate", "--template", "no_such", "--field", "a=b")).Refused(
            "no_such"
        );
        (await app.CliAsync(cast.Alice, "handoff", "list", "--team", "no_such")).Refused("There is no team no_such.");
        (await app.CliAsync(cast.Alice, "handoff", "list", "--cursor", "nonsense")).Refused("cursor");
    }

    [Theory, EitherEngine]
    public async Task Metrics_and_deliveries_are_read(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var app = await apps.On(engine);
        var id = await InitiateAsync(cast);
        var metrics = (
            await app.CliAsync(
                cast.Alice,
                "metrics",
                "--days",
                "7",
                "--template",
                cast.Template_,
                "--team",
                cast.Sender
            )
        ).Done();
        Assert.Contains("total_handoffs\t1", metrics.Lines);
        Assert.Contains("acceptance_hours.p50\t-", metrics.Lines);
        Assert.Equal(
            1,
            (await app.CliAsync(cast.Alice, "metrics", "--json")).Done().Json<MetricsRecord>().TotalHandoffs
        );
        (await app.CliAsync(cast.Alice, "metrics", "--template", "no_such")).Refused("There is no template no_such.");

        var told = await Wait.ForAsync(
            async () => (await app.CliAsync(cast.Bob, "deliveries", "list", "--handoff", id)).Done().Lines,
            lines => lines.Count > 0
        );
        Assert.All(told, line => Assert.Equal(11, line.Split('\t').Length));
        Assert.Equal(id, told[0].Split('\t')[2]);
        (await app.CliAsync(cast.Bob, "deliveries", "replay", told[0].Split('\t')[0])).Refused("Only leads");
        (await app.CliAsync(cast.Ben, "deliveries", "replay", told[0].Split('\t')[0])).Refused(
            "has no address to send to"
        );
        (await app.CliAsync(cast.Charlie, "deliveries", "replay", told[0].Split('\t')[0])).Refused(
            "There is no delivery"
        );
    }

    internal static string[] Initiate(Cast cast) =>
        ["handoff", "initiate", "--template", cast.Template_, "--field", "contract_value=50000"];

    private static async Task<string> InitiateAsync(Cast cast, params string[] more)
    {
        string[] name = more.Any(word => word.StartsWith("client_name=", StringComparison.Ordinal))
            ? []
            : ["--field", "client_name=Acme GmbH"];
        var initiated = await cast.App.CliAsync(cast.Alice, [.. Initiate(cast), .. name, .. more, "--json"]);
        return $"{initiated.Done().Json<HandoffRecord>().HandoffId}";
    }
}
