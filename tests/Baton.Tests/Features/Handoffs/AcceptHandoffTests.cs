using System.Net;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs;

public sealed class AcceptHandoffTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task The_receiver_accepts_and_is_responsible_from_then_on(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        Assert.Equal((HandoffStatus.Initiated, cast.Sender), (initiated.Status, initiated.ResponsibleTeam));

        var accepted = await cast.Bob.Api.AcceptAsync(initiated.HandoffId, new AcceptRequest(ContextRevision: 1));

        Assert.Equal((HandoffStatus.Accepted, cast.Receiver), (accepted.Status, accepted.ResponsibleTeam));
        Assert.Equal((cast.Bob.Key, cast.Bob.Key), (accepted.AcceptedBy, accepted.Owner));
        Assert.NotNull(accepted.CompleteBy);
        Assert.Equal(2, accepted.Version);
    }

    [Theory, BothEngines]
    public async Task Without_a_token_it_is_401(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        using var answer = await cast.App.Http.PostAsync(
            new Uri($"api/v1/handoffs/{initiated.HandoffId}/accept", UriKind.Relative),
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory, BothEngines]
    public async Task To_an_outsider_it_is_404_and_to_the_sender_403(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.AcceptAsync(initiated.HandoffId))).Status);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Alice.Api.AcceptAsync(initiated.HandoffId))).Status);
    }

    [Theory, BothEngines]
    public async Task Of_two_at_once_one_wins_and_the_other_is_told_who(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        var tries = await Task.WhenAll(
            new[] { cast.Bob, cast.Ben }.Select(async who =>
            {
                try
                {
                    return (
                        who.Key,
                        Problem: (Problem?)null,
                        Accepted: (HandoffRecord?)await who.Api.AcceptAsync(initiated.HandoffId)
                    );
                }
                catch (BatonException lost)
                {
                    return (who.Key, Problem: (Problem?)lost.Problem, Accepted: (HandoffRecord?)null);
                }
            })
        );
        var winner = Assert.Single(tries, candidate => candidate.Accepted is not null);
        var loser = Assert.Single(tries, candidate => candidate.Problem is not null);
        Assert.Equal(
            (409, "wrong-state", "accepted"),
            (loser.Problem!.Status, loser.Problem.Type, loser.Problem.State)
        );
        Assert.Contains(winner.Key, loser.Problem.Detail);
        Assert.Contains("complete", loser.Problem.Allowed!);
    }

    [Theory, BothEngines]
    public async Task A_revision_or_version_seen_before_a_change_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        Assert.Equal(
            "context-changed",
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.AcceptAsync(initiated.HandoffId, new AcceptRequest(ContextRevision: 7))
                )
            ).Type
        );
        Assert.Equal(
            412,
            (await Refusals.RefusedAsync(cast.Bob.Api.AcceptAsync(initiated.HandoffId, version: 9))).Status
        );
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(initiated.HandoffId)).Status);
    }

    [Theory, BothEngines]
    public async Task A_notice_is_committed_with_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var accepted = await cast.AcceptedAsync();
        var kinds = await cast.App.ReadAsync(db =>
            db.Notices.Where(notice => notice.HandoffId == accepted.HandoffId)
                .OrderBy(notice => notice.Id)
                .Select(notice => notice.Kind)
                .ToListAsync()
        );
        Assert.Equal(["handoff.initiated", "handoff.accepted"], kinds);
    }

    [Theory, BothEngines]
    public async Task A_read_back_is_asked_for_where_the_template_says_so(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Cast.Template + "\nread_back: true");
        var initiated = await cast.InitiatedAsync();
        var refused = await Refusals.RefusedAsync(cast.Bob.Api.AcceptAsync(initiated.HandoffId));
        Assert.Equal((422, "read_back"), (refused.Status, Assert.Single(refused.Errors!).Field));
        var accepted = await cast.Bob.Api.AcceptAsync(
            initiated.HandoffId,
            new AcceptRequest(ReadBack: "Acme, 50000, starts in December.")
        );
        Assert.Equal("Acme, 50000, starts in December.", accepted.ReadBack);
    }
}
