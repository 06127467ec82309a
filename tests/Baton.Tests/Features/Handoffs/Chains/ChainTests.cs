using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Notices;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs.Chains;

/// <summary>What a handoff follows from, and what follows from it.</summary>
public sealed class ChainTests(SharedApps apps)
{
    private static readonly object Acme = new { client_name = "Acme" };

    [Theory, BothEngines]
    public async Task It_is_the_ancestors_itself_and_the_descendants_oldest_first(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var ids = new List<long>();
        foreach (var template in (string[])[chain.First, chain.Second, chain.Third, chain.First])
            ids.Add((await chain.HandOverAsync(template, Acme, ids.Count == 0 ? null : ids[^1])).HandoffId);
        var sibling = (await chain.HandOverAsync(chain.Second, Acme, ids[0])).HandoffId;
        var root = chain.Cast.Root.Api;

        var seen = await root.GetChainAsync(ids[1]);
        Assert.Equal(ids, seen.Items.Select(item => item.HandoffId));
        Assert.Equal(
            [ChainRelation.Ancestor, ChainRelation.Self, ChainRelation.Descendant, ChainRelation.Descendant],
            seen.Items.Select(item => item.Relation)
        );
        Assert.Equal([null, ids[0], ids[1], ids[2]], seen.Items.Select(item => item.ParentId));
        Assert.Equal((4, 4, false), (seen.Total, seen.Open, seen.TotalCapped));
        Assert.Equal([.. ids, sibling], (await root.GetChainAsync(ids[0])).Items.Select(item => item.HandoffId));

        var first = await root.GetChainAsync(ids[0], limit: 2);
        var second = await root.GetChainAsync(ids[0], 2, first.NextCursor);
        var third = await root.GetChainAsync(ids[0], 2, second.NextCursor);
        Assert.Equal(
            [.. ids, sibling],
            first.Items.Concat(second.Items).Concat(third.Items).Select(item => item.HandoffId)
        );
        Assert.Equal((null, 5), (third.NextCursor, first.Total));
    }

    [Theory, BothEngines]
    public async Task Only_what_the_caller_may_see_shows(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var cast = chain.Cast;
        var first = await chain.HandOverAsync(chain.First, Acme);
        var second = await chain.HandOverAsync(chain.Second, Acme, first.HandoffId);
        var third = await chain.HandOverAsync(chain.Third, Acme, second.HandoffId);

        // Alice is in the first team: the second leg is between two others.
        var hers = await cast.Alice.Api.GetChainAsync(first.HandoffId);
        Assert.Equal([first.HandoffId, third.HandoffId], hers.Items.Select(item => item.HandoffId));
        Assert.All(hers.Items, item => Assert.Null(item.ParentId));
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.GetChainAsync(second.HandoffId))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.GetChainAsync(987_654_321))).Status);

        // Charlie's draft is his team's alone.
        await cast.Charlie.Api.CreateAsync(
            new CreateHandoffRequest(chain.Third, Cast.Complete, Draft: true, ParentId: second.HandoffId)
        );
        Assert.Equal(2, (await cast.Alice.Api.GetChainAsync(first.HandoffId)).Total);
        Assert.Equal(3, (await cast.Charlie.Api.GetChainAsync(second.HandoffId)).Total);
    }

    [Theory, BothEngines]
    public async Task A_parent_that_the_caller_cannot_see_is_not_found(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var others = await chain.HandOverAsync(chain.First, Acme);
        var hidden = await Refusals.RefusedAsync(chain.HandOverAsync(chain.Third, Acme, others.HandoffId));
        var missing = await Refusals.RefusedAsync(chain.HandOverAsync(chain.Third, Acme, 987_654_321));
        Assert.Equal((404, 404), (hidden.Status, missing.Status));
        Assert.Equal(
            missing.Detail,
            hidden.Detail?.Replace($"{others.HandoffId}", "987654321", StringComparison.Ordinal)
        );
        using var charlie = await chain.Cast.App.VisitAsync(chain.Cast.Charlie);
        Assert.Equal(404, (await charlie.GetAsync($"/hand-over/{chain.Third}?parent_id={others.HandoffId}")).Status);
        Assert.Equal(404, (await charlie.GetAsync($"/hand-over?parent_id={others.HandoffId}")).Status);
    }

    [Theory, BothEngines]
    public async Task Whoever_cannot_see_the_parent_does_not_learn_its_number(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var (bob, charlie) = (chain.Cast.Bob.Api, chain.Cast.Charlie.Api);
        var first = await chain.HandOverAsync(chain.First, Acme);
        var second = await chain.HandOverAsync(chain.Second, Acme, first.HandoffId);
        var following = new HandoffQuery { ParentId = first.HandoffId, Count = true };
        var said = $"\"parent_id\":{first.HandoffId}";

        Assert.Equal(first.HandoffId, second.ParentId);
        Assert.Equal(first.HandoffId, (await bob.GetAsync(second.HandoffId)).ParentId);
        Assert.Equal(first.HandoffId, (await bob.ListAsync(following)).Items.Single().ParentId);
        Assert.Contains(said, await EventsAsync(bob));

        Assert.Null((await charlie.GetAsync(second.HandoffId)).ParentId);
        Assert.Null((await charlie.ListAsync(new HandoffQuery { Template = chain.Second })).Items.Single().ParentId);
        var none = await charlie.ListAsync(following);
        Assert.Equal((0, 0), (none.Items.Count, none.Total));
        Assert.DoesNotContain(said, await EventsAsync(charlie));
        Assert.Null((await charlie.AcceptAsync(second.HandoffId)).ParentId);
        using var visitor = await chain.Cast.App.VisitAsync(chain.Cast.Charlie);
        var page = await visitor.GetAsync($"/handoffs/{second.HandoffId}");
        Assert.DoesNotContain($"/handoffs/{first.HandoffId}\"", page.Document.Source.Text);
        var list = await visitor.GetAsync($"/handoffs?parent_id={first.HandoffId}");
        Assert.Empty(list.Document.QuerySelectorAll("main a.what"));
        await Wait.ForAsync(
            () => chain.Cast.App.ReadAsync(db => db.Notices.CountAsync(row => row.ExpandedAt == null)),
            waiting => waiting == 0
        );
        Assert.Contains(await PayloadsAsync(chain.Cast.Receiver), payload => payload.Contains(said));
        var told = await PayloadsAsync(chain.Cast.Other);
        Assert.NotEmpty(told);
        Assert.All(told, payload => Assert.DoesNotContain(said, payload));
        Assert.All(told, payload => Assert.DoesNotContain($"#{first.HandoffId}\"", payload));

        async Task<string> EventsAsync(BatonClient api) =>
            JsonSerializer.Serialize(await api.GetEventsAsync(second.HandoffId), BatonJson.Options);

        Task<List<string>> PayloadsAsync(string team) =>
            chain.Cast.App.ReadAsync(db =>
                db.Deliveries.Where(row => row.HandoffId == second.HandoffId && row.Team == team)
                    .Select(row => row.Payload)
                    .ToListAsync()
            );
    }

    [Theory, EitherEngine]
    public async Task The_lead_time_runs_until_all_is_done(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var first = await chain.HandOverAsync(chain.First, Acme);
        var second = await chain.HandOverAsync(chain.Second, Acme, first.HandoffId);
        var bob = chain.Cast.Bob.Api;
        await bob.AcceptAsync(first.HandoffId);
        await bob.CompleteAsync(first.HandoffId);
        var open = await bob.GetChainAsync(first.HandoffId);
        Assert.Equal((1, first.InitiatedAt, null), (open.Open, open.StartedAt, open.EndedAt));
        Assert.NotNull(open.LeadHours);
        await chain.Cast.Charlie.Api.AcceptAsync(second.HandoffId);
        var done = await chain.Cast.Charlie.Api.CompleteAsync(second.HandoffId);
        var over = await bob.GetChainAsync(first.HandoffId);
        Assert.Equal((0, done.CompletedAt), (over.Open, over.EndedAt));
    }

    [Theory, EitherEngine]
    public async Task The_page_shows_it_and_hands_on(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var first = await chain.HandOverAsync(chain.First, Acme);
        using var bob = await chain.Cast.App.VisitAsync(chain.Cast.Bob);
        var alone = await bob.GetAsync($"/handoffs/{first.HandoffId}");
        Assert.Null(alone.Document.QuerySelector("#chain"));
        var link = alone.Document.QuerySelector($"a[href='/hand-over?parent_id={first.HandoffId}']");
        Assert.Equal("Hand on", link?.TextContent.Trim());
        var form = await bob.GetAsync($"/hand-over/{chain.Second}?parent_id={first.HandoffId}");
        Assert.Contains($"Acme #{first.HandoffId}", form.Text);
        var next = await bob.SubmitAsync(form, "Hand over", ("v.client_name", "Acme"));
        Assert.Contains($"Acme #{first.HandoffId}", next.Document.QuerySelector("[data-part=props]")!.TextContent);
        var links = next.Document.QuerySelectorAll("#chain a.what").Select(a => a.GetAttribute("href"));
        Assert.Equal([$"/handoffs/{first.HandoffId}"], links);
        Assert.Contains("2 handoffs, 2 under way", next.Document.QuerySelector("#chain header")!.TextContent);
        var list = await bob.GetAsync($"/handoffs?parent_id={first.HandoffId}");
        Assert.Single(list.Document.QuerySelectorAll(".rows a.what"));
        Assert.Contains($"Follows: #{first.HandoffId}", list.Text);

        // Alice does not see the second leg: neither a chain nor a way there.
        using var alice = await chain.Cast.App.VisitAsync(chain.Cast.Alice);
        Assert.Null((await alice.GetAsync($"/handoffs/{first.HandoffId}")).Document.QuerySelector("#chain"));
    }

    [Theory, EitherEngine]
    public async Task The_command_line_shows_it(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var first = await chain.HandOverAsync(chain.First, Acme);
        var second = await chain.HandOverAsync(chain.Second, Acme, first.HandoffId);
        var shown = await chain.Cast.App.CliAsync(chain.Cast.Bob, "handoff", "chain", $"{second.HandoffId}", "--json");
        Assert.Equal(
            [first.HandoffId, second.HandoffId],
            shown.Done().Json<ChainRecord>().Items.Select(item => item.HandoffId)
        );
    }

    [Theory, BothEngines]
    public async Task Ten_thousand_children_are_read_page_by_page(Engine engine)
    {
        var chain = await ChainCast.Of(await apps.CastOn(engine));
        var first = await chain.HandOverAsync(chain.First, Acme);
        var child = await chain.HandOverAsync(chain.Second, Acme, first.HandoffId);
        await CopyRowAsync(chain.Cast.App, child.HandoffId, 9_999);
        var api = chain.Cast.Bob.Api;
        var page = await api.GetChainAsync(first.HandoffId);
        Assert.Equal((50, 10_001, true), (page.Items.Count, page.Total, page.TotalCapped));
        Assert.Equal(50, (await api.GetChainAsync(first.HandoffId, 50, page.NextCursor)).Items.Count);
        Assert.Equal(2, (await api.GetChainAsync(child.HandoffId)).Total);
        using var bob = await chain.Cast.App.VisitAsync(chain.Cast.Bob);
        var shown = await bob.GetAsync($"/handoffs/{first.HandoffId}");
        Assert.Equal(50, shown.Document.QuerySelectorAll("#chain li").Length);
    }

    /// <summary>Ids far above those that are given out, which another test of the same server may be given.</summary>
    private static Task<bool> CopyRowAsync(BatonApp app, long id, int times) =>
        app
            .Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    var columns = db
                        .Model.FindEntityType(typeof(Baton.Features.Handoffs.State.Handoff))!
                        .GetProperties()
                        .Select(property => property.GetColumnName())
                        .Where(column => column != "id")
                        .ToList();
                    var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
                    await db.Database.ExecuteSqlRawAsync(CopyOf(id, times, names), token);
                    return true;
                },
                CancellationToken.None
            );

    private static string CopyOf(long id, int times, string names) =>
        $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times})
            INSERT INTO handoffs (id, {names})
            SELECT {id * 100_000} + n.i, {names} FROM n, handoffs WHERE handoffs.id = {id}
            """;
}
