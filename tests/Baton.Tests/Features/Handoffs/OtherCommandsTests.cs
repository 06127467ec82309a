using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

public sealed class OtherCommandsTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task Opening_is_written_once_for_a_person_of_the_receiving_team_alone(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.GetAsync(id);
        Assert.Null((await cast.Root.Api.GetAsync(id)).OpenedAt);
        var opened = await cast.Bob.Api.GetAsync(id);
        Assert.NotNull(opened.OpenedAt);
        Assert.Equal((opened.OpenedAt, 2), ((await cast.Ben.Api.GetAsync(id)).OpenedAt, opened.Version));
        var events = (await cast.Alice.Api.GetEventsAsync(id)).Items;
        Assert.Equal(["handoff.initiated", "handoff.opened"], events.Select(candidate => candidate.Kind));
        Assert.Equal((cast.Bob.Key, cast.Receiver, "member"), (events[1].Actor, events[1].Team, events[1].Role));
    }

    [Theory, EitherEngine]
    public async Task Decline_needs_a_note_and_is_final(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(
            ["note", "suggested_team"],
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.DeclineAsync(id, new DeclineRequest(DeclineCode.WrongTeam, " ", "nobody"))
                )
            ).Errors!.Select(error => error.Field)
        );
        var declined = await cast.Bob.Api.DeclineAsync(
            id,
            new DeclineRequest(DeclineCode.WrongTeam, "Not ours.", cast.Other)
        );
        Assert.Equal((HandoffStatus.Declined, cast.Sender), (declined.Status, declined.ResponsibleTeam));
        var refused = await Refusals.RefusedAsync(cast.Alice.Api.WithdrawAsync(id, new WithdrawRequest("Oh.")));
        Assert.Equal((409, "declined"), (refused.Status, refused.State));
        Assert.Equal(["comment"], refused.Allowed!);
    }

    [Theory, EitherEngine]
    public async Task A_lead_reroutes_and_the_team_it_passed_through_still_sees_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(cast.Bob.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs.")))
            ).Status
        );
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(cast.Alice.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs.")))
            ).Status
        );
        Assert.Equal(
            "team",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(cast.Ben.Api.RerouteAsync(id, new RerouteRequest("nobody", "?")))
                    ).Errors!
                )
                .Field
        );
        Assert.Equal(
            "team",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Ben.Api.RerouteAsync(id, new RerouteRequest(cast.Receiver, "?"))
                        )
                    ).Errors!
                )
                .Field
        );
        var rerouted = await cast.Ben.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs."));
        Assert.Equal((HandoffStatus.Initiated, cast.Other), (rerouted.Status, rerouted.ToTeam));
        Assert.Equal(id, (await cast.Bob.Api.GetAsync(id)).HandoffId);
        Assert.Contains((await cast.Bob.Api.ListAsync()).Items, candidate => candidate.HandoffId == id);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.AcceptAsync(id))).Status);
        Assert.Equal(HandoffStatus.Accepted, (await cast.Charlie.Api.AcceptAsync(id)).Status);
    }

    [Theory, EitherEngine]
    public async Task Withdraw_needs_a_reason_and_the_sender(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(
            "reason",
            Assert
                .Single(
                    (await Refusals.RefusedAsync(cast.Alice.Api.WithdrawAsync(id, new WithdrawRequest("")))).Errors!
                )
                .Field
        );
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Bob.Api.WithdrawAsync(id, new WithdrawRequest("No.")))).Status
        );
        Assert.Equal(
            HandoffStatus.Withdrawn,
            (await cast.Ann.Api.WithdrawAsync(id, new WithdrawRequest("Sold to another."))).Status
        );
    }

    [Theory, EitherEngine]
    public async Task The_owner_is_a_person_of_the_receiving_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        Assert.Equal(
            "person",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(cast.Bob.Api.AssignAsync(id, new AssignRequest(cast.Alice.Key)))
                    ).Errors!
                )
                .Field
        );
        Assert.Equal(cast.Ben.Key, (await cast.Bob.Api.AssignAsync(id, new AssignRequest(cast.Ben.Key))).Owner);
    }

    [Theory, EitherEngine]
    public async Task The_checklist_is_worked_and_then_it_is_completed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var open = await Refusals.RefusedAsync(cast.Bob.Api.CompleteAsync(id));
        Assert.Equal((409, "checklist-open", "accepted"), (open.Status, open.Type, open.State));
        Assert.Equal(["checklist.first-step", "checklist.second"], open.Errors!.Select(error => error.Field));
        await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true, Note: "In the archive."));
        await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: false));
        var ticked = await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        Assert.Equal((true, cast.Bob.Key), (ticked.Checklist[0].Done, ticked.Checklist[0].By));
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(cast.Bob.Api.TickAsync(id, "none", new TickRequest(Done: true)))).Status
        );
        Assert.Equal(
            "note",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Ben.Api.TickAsync(id, "second", new TickRequest(Skipped: true))
                        )
                    ).Errors!
                )
                .Field
        );
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.TickAsync(id, "second", new TickRequest(Skipped: true, Note: "Not needed."))
                )
            ).Status
        );
        Assert.True(
            (await cast.Ben.Api.TickAsync(id, "second", new TickRequest(Skipped: true, Note: "Not needed.")))
                .Checklist[1]
                .Skipped
        );
        var completed = await cast.Bob.Api.CompleteAsync(id);
        Assert.Equal((HandoffStatus.Completed, cast.Bob.Key), (completed.Status, completed.CompletedBy));
        Assert.Equal(409, (await Refusals.RefusedAsync(cast.Bob.Api.CompleteAsync(id))).Status);
    }

    [Theory, EitherEngine]
    public async Task A_blocking_question_stops_completing_until_the_other_team_answers(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        await cast.Bob.Api.TickAsync(id, "second", new TickRequest(Done: true));
        var asked = await cast.Bob.Api.AskAsync(
            id,
            new AskRequest("Which currency?", "contract_value", Blocking: true)
        );
        Assert.Equal(
            (1, cast.Receiver, true),
            (asked.Questions[0].Number, asked.Questions[0].AskedTeam, asked.Questions[0].Blocking)
        );
        Assert.Equal(
            (409, "question-open"),
            (
                (await Refusals.RefusedAsync(cast.Bob.Api.CompleteAsync(id))).Status,
                (await Refusals.RefusedAsync(cast.Bob.Api.CompleteAsync(id))).Type
            )
        );
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Bob.Api.AnswerAsync(id, 1, new AnswerRequest("Euro")))).Status
        );
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(cast.Alice.Api.AnswerAsync(id, 2, new AnswerRequest("Euro")))).Status
        );
        Assert.Equal("Euro", (await cast.Alice.Api.AnswerAsync(id, 1, new AnswerRequest("Euro"))).Questions[0].Answer);
        Assert.Equal(
            409,
            (await Refusals.RefusedAsync(cast.Ann.Api.AnswerAsync(id, 1, new AnswerRequest("Dollar")))).Status
        );
        Assert.Equal(HandoffStatus.Completed, (await cast.Bob.Api.CompleteAsync(id)).Status);
    }

    [Theory, EitherEngine]
    public async Task Gaps_and_feedback_are_kept_also_after_completing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.CompletedAsync()).HandoffId;
        Assert.Equal(
            ["field", "minutes_lost"],
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.FlagGapAsync(id, new GapRequest("none", FindingCode.Missing, -1))
                )
            ).Errors!.Select(error => error.Field)
        );
        var gap = Assert.Single(
            (await cast.Bob.Api.FlagGapAsync(id, new GapRequest("note", FindingCode.Missing, 45, "Nobody knew."))).Gaps
        );
        Assert.Equal(("note", 45, cast.Bob.Key), (gap.Field, gap.MinutesLost, gap.By));
        Assert.Equal(
            ["rating", "missing[0]"],
            (
                await Refusals.RefusedAsync(cast.Bob.Api.GiveFeedbackAsync(id, new FeedbackRequest(6, ["none"])))
            ).Errors!.Select(error => error.Field)
        );
        await cast.Bob.Api.GiveFeedbackAsync(id, new FeedbackRequest(2, ["note"], "Had to ask."));
        var feedback = (await cast.Bob.Api.GiveFeedbackAsync(id, new FeedbackRequest(3, ["note"]))).Feedback;
        Assert.Equal((3, cast.Bob.Key), (Assert.Single(feedback).Rating, feedback[0].By));
        Assert.Equal(2, (await cast.Ben.Api.GiveFeedbackAsync(id, new FeedbackRequest(5))).Feedback.Count);
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Alice.Api.GiveFeedbackAsync(id, new FeedbackRequest(5)))).Status
        );
    }

    [Theory, EitherEngine]
    public async Task An_admin_may_do_what_a_lead_may_and_the_event_says_so(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Root.Api.AcceptAsync(id);
        var accepted = (await cast.Alice.Api.GetEventsAsync(id)).Items[^1];
        Assert.Equal((cast.Root.Key, cast.Receiver, "admin"), (accepted.Actor, accepted.Team, accepted.Role));
    }

    [Theory, EitherEngine]
    public async Task The_context_at_a_glance(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        var context = await cast.Bob.Api.GetContextAsync(initiated.HandoffId);
        Assert.Equal(["First step", "Second step", "Third step"], context.Checklist);
        Assert.Equal((cast.Alice.Key, initiated.InitiatedAt), (context.From, context.Initiated));
        Assert.Equal("Acme GmbH", context.Context.GetProperty("client_name").GetString());
    }
}
