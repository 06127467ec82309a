using System.Text.Json;
using Baton.Client;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The same work for several teams at once.</summary>
public sealed class FanOutTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Each_team_gets_a_handoff_and_the_sender_hears_when_all_have_accepted(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var made = await cast.Alice.Api.FanOutAsync(Request(cast));
        Assert.Equal([cast.Receiver, cast.Other], made.Items.Select(handoff => handoff.ToTeam));
        Assert.All(made.Items, handoff => Assert.Equal((made.FanOut, HandoffStatus.Initiated), Tied(handoff)));
        var query = new HandoffQuery { FanOut = made.FanOut };
        Assert.Equal(2, (await cast.Alice.Api.ListAsync(query)).Items.Count);
        Assert.Equal(cast.Receiver, Assert.Single((await cast.Bob.Api.ListAsync(query)).Items).ToTeam);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Bob.Api.GetAsync(made.Items[1].HandoffId))).Status);

        await Task.WhenAll(
            cast.Bob.Api.AcceptAsync(made.Items[0].HandoffId),
            cast.Charlie.Api.AcceptAsync(made.Items[1].HandoffId)
        );
        var ids = made.Items.Select(handoff => handoff.HandoffId).ToList();
        var told = await cast.App.ReadAsync(db =>
            db.Notices.Where(notice => notice.Kind == "fan_out.accepted" && ids.Contains(notice.HandoffId))
                .ToListAsync()
        );
        Assert.Single(told);
        Assert.Contains("OK       history", (await cast.App.AdminAsync("doctor")).Out);
    }

    [Theory, BothEngines]
    public async Task All_of_them_are_withdrawn_in_one_act_but_what_is_accepted(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var made = await cast.Alice.Api.FanOutAsync(Request(cast));
        await cast.Bob.Api.AcceptAsync(made.Items[0].HandoffId);
        var third = await cast.Alice.Api.FanOutAsync(Request(cast));
        await cast.Alice.Api.WithdrawAsync(third.Items[1].HandoffId, new WithdrawRequest("Canceled", All: true));
        await cast.Alice.Api.WithdrawAsync(made.Items[1].HandoffId, new WithdrawRequest("Canceled", All: true));
        Assert.Equal([HandoffStatus.Withdrawn, HandoffStatus.Withdrawn], await StatesAsync(cast, third));
        Assert.Equal([HandoffStatus.Accepted, HandoffStatus.Withdrawn], await StatesAsync(cast, made));

        var alone = await cast.InitiatedAsync();
        var refused = await Refusals.RefusedAsync(
            cast.Alice.Api.WithdrawAsync(alone.HandoffId, new WithdrawRequest("Canceled", All: true))
        );
        Assert.Equal((422, "all"), (refused.Status, Assert.Single(refused.Errors!).Field));
    }

    [Theory, EitherEngine]
    public async Task What_is_wrong_creates_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (
            var (to, field) in ((string[], string)[])
                [
                    ([], "to"),
                    ([cast.Receiver], "to"),
                    ([cast.Receiver, cast.Receiver], "to"),
                    ([cast.Receiver, "nope"], "to[1]"),
                ]
        )
        {
            var refused = await Refusals.RefusedAsync(cast.Alice.Api.FanOutAsync(Request(cast) with { To = to }));
            Assert.Equal((422, field), (refused.Status, Assert.Single(refused.Errors!).Field));
        }

        var incomplete = Request(cast) with { Context = JsonElement.Parse("{}") };
        Assert.Equal("incomplete-context", (await Refusals.RefusedAsync(cast.Alice.Api.FanOutAsync(incomplete))).Type);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.FanOutAsync(Request(cast)))).Status);
        Assert.Equal(
            404,
            (
                await Refusals.RefusedAsync(cast.Alice.Api.FanOutAsync(Request(cast) with { ParentId = 987_654_321 }))
            ).Status
        );
        var query = new HandoffQuery { Template = cast.Template_, Count = true };
        Assert.Empty((await cast.Root.Api.ListAsync(query)).Items);
    }

    [Theory, EitherEngine]
    public async Task The_page_hands_over_shows_and_withdraws_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        (string, string)[] typed =
        [
            ("v.client_name", "Acme"),
            ("v.contract_value", "1"),
            ("to", cast.Receiver),
            ("to", cast.Other),
        ];
        Assert.Equal(422, (await alice.SubmitAsync(form, "Save draft", typed)).Status);
        var page = await alice.SubmitAsync(form, "Hand over", typed);
        Assert.Equal(2, page.Document.QuerySelectorAll("#siblings li").Length);
        var link = page.Document.QuerySelector("#siblings header a")!.GetAttribute("href")!;
        var ask = await alice.GetAsync(link);
        Assert.NotNull(ask.Document.QuerySelector("input[name=all][checked]"));
        await alice.SubmitAsync(ask, "Withdraw", ("reason", "Canceled"), ("all", "true"));
        var listed = (await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        Assert.Equal([HandoffStatus.Withdrawn, HandoffStatus.Withdrawn], listed.Select(handoff => handoff.Status));

        // Bob sees his own alone, which is no card.
        var made = await cast.Alice.Api.FanOutAsync(Request(cast));
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.Null((await bob.GetAsync($"/handoffs/{made.Items[0].HandoffId}")).Document.QuerySelector("#siblings"));
    }

    [Theory, EitherEngine]
    public async Task The_command_line_hands_over_and_withdraws_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        string[] args =
        [
            "handoff",
            "fan-out",
            "--template",
            cast.Template_,
            "--to",
            cast.Receiver,
            "--to",
            cast.Other,
            "--field",
            "client_name=Acme",
            "--field",
            "contract_value=1",
            "--json",
        ];
        var made = (await cast.App.CliAsync(cast.Alice, args)).Done().Json<FanOutRecord>();
        string[] withdraw = ["handoff", "withdraw", $"{made.Items[0].HandoffId}", "--all", "--reason", "Canceled"];
        (await cast.App.CliAsync(cast.Alice, withdraw)).Done();
        Assert.Equal([HandoffStatus.Withdrawn, HandoffStatus.Withdrawn], await StatesAsync(cast, made));
    }

    private static FanOutRequest Request(Cast cast) => new(cast.Template_, [cast.Receiver, cast.Other], Cast.Complete);

    private static (string?, HandoffStatus) Tied(HandoffRecord handoff) => (handoff.FanOut, handoff.Status);

    private static async Task<IReadOnlyList<HandoffStatus>> StatesAsync(Cast cast, FanOutRecord made)
    {
        var states = new List<HandoffStatus>();
        foreach (var handoff in made.Items)
            states.Add((await cast.Root.Api.GetAsync(handoff.HandoffId)).Status);
        return states;
    }
}
