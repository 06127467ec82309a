using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

public sealed class ListHandoffsTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Pages_follow_each_other_newest_first_without_gap_or_repeat(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var made = new List<long>();
        for (var i = 0; i < 7; i++)
            made.Add((await cast.InitiatedAsync()).HandoffId);
        var seen = new List<long>();
        string? cursor = null;
        do
        {
            var page = await cast.Bob.Api.ListAsync(new HandoffQuery { Limit = 3, Cursor = cursor });
            seen.AddRange(page.Items.Select(item => item.HandoffId));
            cursor = page.NextCursor;
            if (seen.Count == 3)
                made.Add(-(await cast.InitiatedAsync()).HandoffId); // what comes meanwhile disturbs no later page
        } while (cursor is not null);
        Assert.Equal(made.Where(id => id > 0).OrderDescending(), seen);
    }

    [Theory, BothEngines]
    public async Task Boxes_states_and_templates_narrow_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        var accepted = await cast.AcceptedAsync();
        var draft = await cast.DraftAsync();
        async Task<IEnumerable<long>> Ids(Someone who, HandoffQuery query) =>
            (await who.Api.ListAsync(query)).Items.Select(item => item.HandoffId);
        Assert.Equal(
            [accepted.HandoffId, initiated.HandoffId],
            await Ids(cast.Bob, new HandoffQuery { Team = cast.Receiver, Box = "inbox" })
        );
        Assert.Empty(await Ids(cast.Bob, new HandoffQuery { Team = cast.Receiver, Box = "outbox" }));
        Assert.Equal(
            [accepted.HandoffId],
            await Ids(
                cast.Alice,
                new HandoffQuery
                {
                    Team = cast.Sender,
                    Box = "outbox",
                    Status = "accepted",
                }
            )
        );
        Assert.Equal(
            [initiated.HandoffId],
            await Ids(cast.Alice, new HandoffQuery { Team = cast.Receiver, Status = "initiated" })
        );
        Assert.Equal([draft.HandoffId], await Ids(cast.Alice, new HandoffQuery { Status = "draft" }));
        Assert.Equal(3, (await Ids(cast.Root, new HandoffQuery { Template = cast.Template_ })).Count());
        Assert.Empty(await Ids(cast.Charlie, new HandoffQuery()));
        Assert.Empty(await Ids(cast.Charlie, new HandoffQuery { Team = cast.Receiver }));
        Assert.Empty(await Ids(cast.Bob, new HandoffQuery { Overdue = true }));
    }

    [Theory, BothEngines]
    public async Task Search_finds_words_of_title_and_context_as_they_are_now(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var one = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(
                JsonElement.Parse(
                    """{"client_name": "Müller & Söhne", "contract_value": 4711,"""
                        + """ "note": "Ready for Łódź 🚀 foo_bar", "extra": {"deep": ["Zürich-West"]}}"""
                )
            ) with
            {
                Draft = true,
            }
        );
        var two = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(
                JsonElement.Parse("""{"client_name": "Miller", "contract_value": 1, "note": "Zürich East"}""")
            ) with
            {
                Draft = true,
            }
        );
        async Task<IEnumerable<long>> Find(string q) =>
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Search = q })).Items.Select(found => found.HandoffId);
        Assert.Equal([one.HandoffId], await Find("MULLER"));
        Assert.Equal([one.HandoffId], await Find("söh 4711"));
        Assert.Equal([two.HandoffId, one.HandoffId], await Find("zuri"));
        Assert.Equal([one.HandoffId], await Find("zurich west"));
        Assert.Equal([one.HandoffId], await Find("bar"));
        Assert.Empty(await Find("müller east"));
        foreach (var odd in (string[])["\"", "' OR 1=1 --", "a:*", "NOT", "(", "*", "!", ":&|!<->"])
            Assert.DoesNotContain(two.HandoffId, await Find(odd));
        await cast.Alice.Api.EditAsync(
            two.HandoffId,
            new EditRequest(JsonElement.Parse("""{"client_name": "Mayer"}"""))
        );
        Assert.Equal([one.HandoffId], await Find("miller")); // as near to Müller
        Assert.Equal([two.HandoffId], await Find("mayer"));
        Assert.Empty((await cast.Charlie.Api.ListAsync(new HandoffQuery { Search = "mayer" })).Items);
    }

    [Theory, BothEngines]
    public async Task Every_fault_of_the_query_is_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var answer = await cast.App.SendAsync(
            cast.Alice,
            HttpMethod.Get,
            "api/v1/handoffs?limit=101&status=open&box=inbox&cursor=!!&overdue=1&teem=x"
        );
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            ["status", "overdue", "limit", "cursor", "box", "teem"],
            answer.Problem.Errors!.Select(error => error.Field)
        );
        Assert.Equal(
            "team",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(cast.Alice.Api.ListAsync(new HandoffQuery { Team = "nobody" }))
                    ).Errors!
                )
                .Field
        );
    }
}
