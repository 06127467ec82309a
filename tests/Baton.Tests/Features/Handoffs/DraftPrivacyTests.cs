using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Tests.App;
using Baton.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs;

/// <summary>A draft is its sending team's alone, at every door. The routes of the API are in EveryRouteTests.</summary>
public sealed class DraftPrivacyTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task No_list_of_the_receiving_team_holds_a_draft(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = (await cast.DraftAsync()).HandoffId;
        var discarded = (await cast.DraftAsync()).HandoffId;
        await cast.Alice.Api.WithdrawAsync(discarded, new WithdrawRequest("Not needed."));
        var sent = (await cast.InitiatedAsync()).HandoffId;
        Assert.DoesNotContain(draft, await ListedAsync(cast.Bob, new HandoffQuery { Search = $"#{draft}" }));
        foreach (var query in QueriesOf(cast))
        {
            Assert.Equal(Without(query, sent), await ListedAsync(cast.Bob, query));
            Assert.Empty(await ListedAsync(cast.Charlie, query));
        }

        Assert.Equal([sent, discarded, draft], await ListedAsync(cast.Ann, new HandoffQuery()));
        Assert.Equal([draft], await ListedAsync(cast.Ann, new HandoffQuery { Status = "draft" }));
        Assert.Equal([sent], await ListedAsync(cast.Ann, new HandoffQuery { Team = cast.Receiver, Box = "inbox" }));
    }

    [Theory, BothEngines]
    public async Task A_member_of_both_teams_sees_it_as_a_sender(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Alice.Key, new MemberRequest(TeamRole.Member));
        var draft = (await cast.DraftAsync()).HandoffId;
        Assert.Equal([draft], await ListedAsync(cast.Alice, new HandoffQuery { Team = cast.Receiver }));
        Assert.Equal([draft], await ListedAsync(cast.Root, new HandoffQuery { Team = cast.Receiver }));
        Assert.Empty(await ListedAsync(cast.Alice, new HandoffQuery { Team = cast.Receiver, Box = "inbox" }));
    }

    [Theory, EitherEngine]
    public async Task No_page_shows_it_to_the_receiving_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = (await cast.DraftAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        foreach (var page in (string[])["/", "/handoffs", "/handoffs?q=Acme", "/deliveries", $"/handoffs?q={draft}"])
            Assert.DoesNotContain($"#{draft}", (await bob.GetAsync(page)).Text);
        Assert.Contains($"#{draft}", (await alice.GetAsync("/")).Text);
        Assert.Equal(404, (await bob.GetAsync($"/live/handoffs/{draft}?version=0")).Status);
        foreach (
            var (_, route) in EveryPageTests
                .Routes(cast.App)
                .Where(page =>
                    page is { Method: "GET", Route: { } route }
                    && route.Contains("handoffs/{id:long}", StringComparison.Ordinal)
                )
        )
        {
            var path = EveryPageTests.Fill(route, cast, draft);
            Assert.True((await bob.GetAsync($"{path}?version=0")).Status == 404, path);
        }
    }

    [Theory, EitherEngine]
    public async Task It_is_no_parent_and_no_report_counts_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = (await cast.DraftAsync()).HandoffId;
        var back = $"back-{cast.Template_}";
        await cast.Root.Api.PublishTemplateAsync(
            back,
            Cast.Template.Replace("KEY", back).Replace("SENDER", cast.Receiver).Replace("RECEIVER", cast.Sender)
        );
        var refused = await Refusals.RefusedAsync(
            cast.Bob.Api.CreateAsync(new CreateHandoffRequest(back, Cast.Complete) { ParentId = draft })
        );
        Assert.Equal((404, "parent_id"), (refused.Status, Assert.Single(refused.Errors!).Field));
        Assert.Equal(0, (await cast.Bob.Api.MetricsAsync(team: cast.Sender)).TotalHandoffs);
        Assert.Empty((await cast.Bob.Api.ListOrphansAsync()).Items);
    }

    [Theory, BothEngines]
    public async Task Discarding_it_stirs_no_open_page_of_the_receiving_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = (await cast.DraftAsync()).HandoffId;
        await cast.Alice.Api.WithdrawAsync(draft, new WithdrawRequest("Not needed."));
        Assert.True(await ConcernsAsync(cast, cast.Sender));
        Assert.False(await ConcernsAsync(cast, cast.Receiver));
        await cast.InitiatedAsync();
        Assert.True(await ConcernsAsync(cast, cast.Receiver));
    }

    private static Task<bool> ConcernsAsync(Cast cast, string team) =>
        cast.App.ReadAsync(db => LiveUpdates.ConcernsAsync(db, [team], 0, CancellationToken.None));

    private static IEnumerable<HandoffQuery> QueriesOf(Cast cast) =>
        [
            new(),
            new() { Team = cast.Receiver },
            new() { Team = cast.Receiver, Box = "inbox" },
            new() { Team = cast.Sender },
            new() { Team = cast.Sender, Box = "outbox" },
            new() { Template = cast.Template_ },
            new() { Status = "draft" },
            new() { Status = "withdrawn" },
            new() { Search = "Acme" },
            new() { Search = "Acmee" },
        ];

    private static long[] Without(HandoffQuery query, long sent) => query.Status is not null ? [] : [sent];

    private static async Task<IEnumerable<long>> ListedAsync(Someone who, HandoffQuery query) =>
        (await who.Api.ListAsync(query)).Items.Select(handoff => handoff.HandoffId);
}
