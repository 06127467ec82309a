using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Search;
using Baton.Tests.App;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What is read by an index of its own, however much is stored, is what it was without.</summary>
public sealed class GrowthTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task Open_questions_are_with_those_who_must_answer_until_they_did(Engine engine)
    {
        var app = await apps.On(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.InitiatedAsync();
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which?"));
        Assert.Equal([id], await AskedAsync(app, cast.Alice));
        Assert.DoesNotContain(id, await AskedAsync(app, cast.Bob));
        await cast.Alice.Api.AskAsync(id, new AskRequest("When?"));
        Assert.Equal((true, true), await AsksAsync(app, id));
        await cast.Alice.Api.AnswerAsync(id, 1, new AnswerRequest("This."));
        Assert.Empty(await AskedAsync(app, cast.Alice));
        Assert.Equal((false, true), await AsksAsync(app, id));

        // Whoever has it now must answer.
        await cast.Ben.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs."));
        Assert.Equal([id], await AskedAsync(app, cast.Charlie));
        await cast.Alice.Api.WithdrawAsync(id, new WithdrawRequest("No."));
        Assert.Equal((false, false), await AsksAsync(app, id));
        Assert.Empty(await AskedAsync(app, cast.Charlie));
    }

    [Theory, BothEngines]
    public async Task A_wrong_mark_of_an_open_question_is_found(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Empty(await FoundAsync(app, "history"));
        await PlantAsync(app, $"UPDATE handoffs SET asks_sender = {(engine == Engine.Sqlite ? "1" : "true")}");
        Assert.Contains($"Handoff {id} does not match its events in asks_sender.", await FoundAsync(app, "history"));
    }

    [Theory, BothEngines]
    public async Task What_is_overdue_is_listed_newest_first_for_those_who_see_it(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var first = (await cast.InitiatedAsync()).HandoffId;
        var second = (await cast.AcceptedAsync()).HandoffId;
        await cast.CompletedAsync();
        var third = (await cast.InitiatedAsync()).HandoffId;
        await cast.Ben.Api.RerouteAsync(third, new RerouteRequest(cast.Other, "Theirs."));
        time.Advance(TimeSpan.FromDays(60));
        await cast.InitiatedAsync();
        Assert.Equal([third, second, first], await OverdueAsync(cast.Root, new HandoffQuery()));
        Assert.Equal([third, second, first], await OverdueAsync(cast.Bob, new HandoffQuery()));
        Assert.Equal([third], await OverdueAsync(cast.Charlie, new HandoffQuery()));
        Assert.Equal([second], await OverdueAsync(cast.Alice, new HandoffQuery { Status = "accepted" }));
        Assert.Equal([third], await OverdueAsync(cast.Bob, new HandoffQuery { Team = cast.Other, Box = "inbox" }));
        Assert.Equal([third, second], await OverdueAsync(cast.Root, new HandoffQuery { Limit = 2 }));
        Assert.Empty(await OverdueAsync(cast.Root, new HandoffQuery { Status = "completed" }));
    }

    /// <summary>Orphans are counted from alarms alone, which repeat what is asked of their handoffs.</summary>
    [Theory, BothEngines]
    public async Task What_needs_an_owner_is_counted_where_the_handoff_is_now(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        var second = (await cast.InitiatedAsync()).HandoffId;
        await cast.Ben.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "Theirs."));

        // No team has a channel, so nobody could be told.
        await Wait.ForAsync(() => cast.Root.Api.ListOrphansAsync(), page => page.Items.Count == 2);
        foreach (
            var (who, expected) in ((Someone, long[])[])
                [(cast.Root, [second, id]), (cast.Bob, [second, id]), (cast.Charlie, [id])]
        )
        {
            Assert.Equal(expected.Length, (await who.Api.MetricsAsync()).Orphans);
            var listed = (await who.Api.ListOrphansAsync()).Items;
            Assert.Equal(expected, listed.Select(orphan => orphan.HandoffId));
        }

        Assert.Equal(1, await OrphansAsync(cast.Root, cast.Other));
        Assert.Equal(1, await OrphansAsync(cast.Root, cast.Receiver));
        await PlantAsync(app, $"UPDATE alarms SET to_team = '{cast.Receiver}', initiated_at = NULL");
        Assert.Contains("The teams, the template or the time of 2 clocks", await FoundAsync(app, "alarms"));
        var repaired = await ReportAsync(app.Services, repair: true);
        Assert.Equal(
            "repaired: clocks watched again: 0, clocks with what their handoffs say: 2",
            repaired.Checks.Single(check => check.Check == "alarms").Note
        );
        Assert.Equal(1, await OrphansAsync(cast.Root, cast.Other));
    }

    /// <summary>The newest are looked through first; what lies far behind them follows on the next pages.</summary>
    [Theory, BothEngines]
    public async Task A_search_finds_what_lies_far_back_in_its_order(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var expected = new List<long>();
        foreach (var reserved in (long[])[0, 3_000, 30_000, 300_000])
        {
            await app
                .Services.GetRequiredService<Writer>()
                .WriteAsync((db, token) => HandoffIds.ReserveAsync(db, reserved, token), Cancel);
            foreach (var client in (string[])["Nordlicht", "Nordwerk", "Silberbau"])
                expected.Insert(0, (await cast.Alice.Api.CreateAsync(Of(cast, client))).HandoffId);
        }

        foreach (var who in (Someone[])[cast.Root, cast.Bob])
        {
            var nordic = expected.Where((_, i) => i % 3 != 0).ToList();
            Assert.Equal(nordic, await PagesAsync(who, "nord"));
            Assert.Equal(nordic.Where((_, i) => i % 2 == 1), await PagesAsync(who, "nordlicht"));
            Assert.Equal(nordic.Where((_, i) => i % 2 == 0), await PagesAsync(who, "nordwrek"));
            Assert.Equal(expected, await PagesAsync(who, cast.Alice.Key));
            Assert.Empty(await PagesAsync(who, "nordlicht silberbau"));
        }
    }

    [Fact]
    public async Task Indexes_answer_what_is_asked_often()
    {
        var app = await apps.On(Engine.Sqlite);
        Assert.Contains("ix_handoffs_to_team ", await PlanAsync(app, db => ReadMyWork.ToAnswer(db, "team")));
        Assert.Contains("ix_handoffs_from_team ", await PlanAsync(app, db => ReadMyWork.ToAnswerAsSender(db, "team")));
        Assert.Contains(
            "COVERING INDEX ix_alarms_trouble",
            await PlanAsync(
                app,
                db =>
                    ListOrphans
                        .Lanes(db, Caller.System, [])
                        .Single()
                        .Where(alarm => alarm.FromTeam == "team")
                        .Select(alarm => alarm.HandoffId)
            )
        );
        Assert.Contains(
            "COVERING INDEX ix_handoffs_due",
            await PlanAsync(
                app,
                db =>
                    db.OverdueAt<Handoff>(DateTime.UnixEpoch)
                        .Where(handoff => handoff.ToTeam == "team" && handoff.Status == HandoffStatus.Initiated)
                        .OrderByDescending(handoff => handoff.Id)
                        .Take(1)
                        .Select(handoff => handoff.Id)
            )
        );
    }

    /// <summary>However much waits for others, and for itself.</summary>
    [Fact]
    public async Task What_is_due_to_a_target_comes_from_its_index_in_order()
    {
        var app = await apps.On(Engine.Sqlite);
        var plan = await PlanAsync(
            app,
            db => DueDeliveries.Due(db, "channel 7", DateTime.UnixEpoch).Take(8).Select(delivery => delivery.Id)
        );
        Assert.Contains("INDEX ix_deliveries_target_next_attempt_at_id (target=? AND next_attempt_at", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    /// <summary>However much waits that goes by itself.</summary>
    [Fact]
    public async Task Digests_that_are_due_come_from_an_index_of_their_own()
    {
        var app = await apps.On(Engine.Sqlite);
        var plan = await PlanAsync(app, db => DueDeliveries.Digests(db, DateTime.UnixEpoch, ["channel 7"], [], 8));
        Assert.Contains("COVERING INDEX ix_deliveries_digest_due (next_attempt_at", plan);
    }

    [Fact]
    public async Task A_template_of_a_team_is_picked_from_the_index_of_the_team()
    {
        var app = await apps.On(Engine.Sqlite);
        Assert.Contains(
            "COVERING INDEX ix_handoffs_to_team_id_template",
            await PlanAsync(
                app,
                db =>
                    db.Handoffs.Where(handoff => handoff.ToTeam == "team" && handoff.Template == "template")
                        .OrderByDescending(handoff => handoff.Id)
                        .Take(1)
                        .Select(handoff => handoff.Id)
            )
        );
    }

    /// <summary>What each list is picked from, by whoever asks: first the index, then what must not be done.</summary>
    [Theory]
    [InlineData("sort=updated", "INDEX ix_handoffs_updated_to", "INDEX ix_handoffs_updated_from")]
    [InlineData("sort=updated&status=returned&box=inbox", "COVERING INDEX ix_handoffs_updated_to")]
    [InlineData("updated_since=2026-11-23T18:00:00Z", "INDEX ix_handoffs_updated_to", "ix_handoffs_updated_from")]
    [InlineData("sort=due", "COVERING INDEX ix_handoffs_due")]
    [InlineData("sort=priority", "INDEX ix_handoffs_priority_to", "INDEX ix_handoffs_priority_from")]
    [InlineData("owner=bob", "COVERING INDEX ix_handoffs_owner_id")]
    [InlineData("owner=bob&status=accepted", "COVERING INDEX ix_handoffs_owner_open (owner=? AND status=?)")]
    [InlineData("person=bob", "COVERING INDEX ix_handoffs_owner_id", "COVERING INDEX ix_handoffs_initiated_by_id")]
    [InlineData("parent_id=7", "INDEX ix_handoffs_parent_id")]
    [InlineData("fan_out=7", "INDEX ix_handoffs_fan_out")]
    [InlineData("template=t&external_key=K", "INDEX ix_handoffs_template_external_key")]
    [InlineData("due_before=2026-11-23T18:00:00Z", "COVERING INDEX ix_handoffs_due")]
    public async Task Lists_of_a_member_are_picked_from_indexes(string query, params string[] indexes)
    {
        var app = await apps.On(Engine.Sqlite);
        var cast = await app.CastAsync();
        var plan = await PlansAsync(app, cast.Bob, query, cast.Receiver);
        foreach (var index in indexes)
            Assert.Contains(index, plan);
        Assert.DoesNotContain("SCAN handoffs\n", plan + "\n");
        var sorts =
            query.Contains("due_before", StringComparison.Ordinal)
            || query.Contains("parent", StringComparison.Ordinal)
            || query.Contains("fan_out", StringComparison.Ordinal);
        if (!sorts)
            Assert.DoesNotContain("TEMP B-TREE FOR ORDER BY", plan);
    }

    [Theory]
    [InlineData("template=t", "COVERING INDEX ix_handoffs_template ")]
    [InlineData("template=t&status=returned", "COVERING INDEX ix_handoffs_template ")]
    [InlineData("sort=updated", "COVERING INDEX ix_handoffs_updated")]
    [InlineData("sort=due", "COVERING INDEX ix_handoffs_due")]
    [InlineData("sort=priority", "INDEX ix_handoffs_priority ")]
    public async Task Lists_of_an_admin_are_picked_from_indexes(string query, string index)
    {
        var app = await apps.On(Engine.Sqlite);
        var cast = await app.CastAsync();
        var plan = await PlansAsync(app, cast.Root, query, null);
        Assert.Contains(index, plan);
        Assert.DoesNotContain("TEMP B-TREE FOR ORDER BY", plan);
    }

    [Fact]
    public async Task The_beginning_of_few_words_is_asked_for_as_those_words()
    {
        var app = await apps.On(Engine.Sqlite);
        var cast = await app.CastAsync();
        var word = $"zz{cast.Sender[^10..]}";
        foreach (var client in (string[])[$"{word}a", $"{word}b {word}a", $"{word[..^1]}"])
            await cast.Alice.Api.CreateAsync(Of(cast, client));
        var spelled = await app.ReadAsync(db => SearchIndex.SpellOutAsync(db, SearchTerm.Of(word), Cancel));
        Assert.Equal([$"{word}a", $"{word}b"], Assert.Single(spelled).Entries.Values.Single());
    }

    private static CreateHandoffRequest Of(Cast cast, string client) =>
        cast.NewHandoff(JsonSerializer.SerializeToElement(new { client_name = client, contract_value = 1 }));

    /// <summary>The plans of all parts of a list but the last, which is the newest first.</summary>
    private static async Task<string> PlansAsync(BatonApp app, Someone who, string query, string? team)
    {
        var http = new DefaultHttpContext();
        var within = query.Contains("box", StringComparison.Ordinal) ? $"&team={team}" : "";
        http.Request.QueryString = new QueryString($"?{query}{within}");
        Assert.False(Query<HandoffFilter>.Of(http.Request).Refused(out _, out var filter));
        var context = await ContextOfAsync(app, who);
        var plans = new List<string>();
        foreach (
            var stretch in Stretches.Of(filter).Where(stretch => stretch is not (Stretch.Undated or Stretch.Normal))
        )
        {
            var lanes = await app.ReadAsync(db =>
                Task.FromResult(HandoffLanes.Read(db, context, filter, stretch).Count())
            );
            for (var i = 0; i < lanes; i++)
            {
                var lane = i;
                plans.Add(
                    await PlanAsync(
                        app,
                        db =>
                            Stretches
                                .Pick(
                                    Stretches.Narrow(
                                        HandoffLanes.Read(db, context, filter, stretch).ElementAt(lane),
                                        stretch,
                                        null
                                    ),
                                    stretch,
                                    26
                                )
                                .Select(handoff => handoff.Id)
                    )
                );
            }
        }

        return string.Join('\n', plans.Where(plan => !plan.Contains("(team_key=?)", StringComparison.Ordinal)));
    }

    private static async Task<string> PlanAsync<T>(BatonApp app, Func<BatonDb, IQueryable<T>> query) =>
        await app.ReadAsync(async db =>
        {
            await db.Database.OpenConnectionAsync(Cancel);
            await using var command = query(db).CreateDbCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            var lines = new List<string>();
            while (await reader.ReadAsync(Cancel))
                lines.Add(reader.GetString(3));
            return string.Join('\n', lines);
        });

    private static async Task<List<long>> PagesAsync(Someone who, string search)
    {
        var found = new List<long>();
        string? cursor = null;
        do
        {
            var page = await who.Api.ListAsync(
                new HandoffQuery
                {
                    Search = search,
                    Limit = 2,
                    Cursor = cursor,
                },
                cancellationToken: Cancel
            );
            found.AddRange(page.Items.Select(handoff => handoff.HandoffId));
            cursor = page.NextCursor;
        } while (cursor is not null);
        return found;
    }

    private static async Task<IEnumerable<long>> OverdueAsync(Someone who, HandoffQuery query) =>
        (await who.Api.ListAsync(query with { Overdue = true }, cancellationToken: Cancel)).Items.Select(handoff =>
            handoff.HandoffId
        );

    private static async Task<int> OrphansAsync(Someone who, string team) =>
        (await who.Api.FlowAsync(team: team, cancellationToken: Cancel)).Orphans;

    private static Task<(bool Sender, bool Receiver)> AsksAsync(BatonApp app, long id) =>
        app.ReadAsync(async db =>
        {
            var handoff = await db.Handoffs.SingleAsync(candidate => candidate.Id == id, Cancel);
            return (handoff.AsksSender, handoff.AsksReceiver);
        });

    /// <summary>What waits for an answer in the work of a person.</summary>
    private static async Task<IEnumerable<long>> AskedAsync(BatonApp app, Someone who)
    {
        var context = await ContextOfAsync(app, who);
        var work = await app.ReadAsync(db => ReadMyWork.RunAsync(db, context, Cancel));
        return work.Move.Handoffs.Where(handoff => HandoffRow.AsksMe(handoff, context)).Select(handoff => handoff.Id);
    }

    private static async Task<RequestContext> ContextOfAsync(BatonApp app, Someone who)
    {
        var catalog = await app.Services.GetRequiredService<Catalogs>().CurrentAsync(Cancel);
        var now = app.Services.GetRequiredService<TimeProvider>().UtcNow();
        return new RequestContext(catalog.CallerOf(who.Key)!, catalog, now, "page");
    }
}
