using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs;

/// <summary>
/// The parameters of the list, one by one. Their combinations are in <see cref="ListEveryWayTests"/>.
/// </summary>
public sealed class ListParametersTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Wrong_values_are_refused_by_name(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (
            var (query, field, says) in ((string, string, string)[])
                [
                    ("owner=nobody", "owner", "There is no person nobody."),
                    ("person=nobody", "person", "There is no person nobody."),
                    (
                        "external_key=K-1",
                        "external_key",
                        "external_key needs a template: add one, for example " + "template=sales_to_onboarding."
                    ),
                    ("parent_id=0", "parent_id", "parent_id must be a whole number from 1."),
                    ("parent_id=one", "parent_id", "parent_id must be a whole number from 1."),
                    (
                        "updated_since=yesterday",
                        "updated_since",
                        "updated_since must be a time such as " + "2026-11-23T18:00:00Z."
                    ),
                    (
                        "updated_since=2026-11-23",
                        "updated_since",
                        "updated_since must be a time such as " + "2026-11-23T18:00:00Z."
                    ),
                    (
                        "due_before=2026-11-23T18:00:00",
                        "due_before",
                        "due_before must be a time such as " + "2026-11-23T18:00:00Z."
                    ),
                    (
                        "due_before=2026-02-30T18:00:00Z",
                        "due_before",
                        "due_before must be a time such as " + "2026-11-23T18:00:00Z."
                    ),
                    ("sort=oldest", "sort", "sort must be one of newest, updated, due, priority."),
                    ("count=yes", "count", "count must be one of true, false."),
                ]
        )
        {
            var answer = await cast.App.SendAsync(cast.Alice, HttpMethod.Get, $"api/v1/handoffs?{query}");
            Assert.Equal(422, answer.Status);
            var fault = Assert.Single(answer.Problem.Errors!);
            Assert.Equal((field, says), (fault.Field, fault.Message));
        }
    }

    [Theory, EitherEngine]
    public async Task A_cursor_of_another_order_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        await cast.InitiatedAsync();
        string?[] sorts = [null, "updated", "due", "priority"];
        foreach (var sort in sorts)
        {
            var page = await cast.Alice.Api.ListAsync(new HandoffQuery { Sort = sort, Limit = 1 }, Cancel);
            foreach (var other in sorts.Where(other => other != sort))
            {
                var query = new HandoffQuery { Sort = other, Cursor = page.NextCursor };
                var problem = await Refusals.RefusedAsync(cast.Alice.Api.ListAsync(query, Cancel));
                Assert.Equal("cursor", Assert.Single(problem.Errors!).Field);
            }
        }
    }

    [Theory, EitherEngine]
    public async Task Times_of_every_zone_are_the_same_moment(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        var at = new DateTimeOffset(handoff.UpdatedAt).ToOffset(TimeSpan.FromHours(5));
        foreach (var (time, found) in ((DateTimeOffset, int)[])[(at, 1), (at.AddMilliseconds(1), 0)])
        {
            var text = Uri.EscapeDataString(
                time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)
            );
            var answer = await cast.App.SendAsync(
                cast.Alice,
                HttpMethod.Get,
                $"api/v1/handoffs?updated_since={text}&count=true"
            );
            Assert.Equal(200, answer.Status);
            Assert.Equal(found, System.Text.Json.JsonElement.Parse(answer.Body).GetProperty("total").GetInt32());
        }
    }

    [Theory, BothEngines]
    public async Task At_most_ten_thousand_are_counted(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        await CopyAsync(app, 9_999);
        foreach (
            var (who, query) in ((Someone, HandoffQuery)[])[(cast.Root, new()), (cast.Bob, new() { Search = "acme" })]
        )
        {
            var page = await who.Api.ListAsync(query with { Count = true, Limit = 1 }, Cancel);
            Assert.Equal((10_000, false), (page.Total, page.TotalCapped));
            Assert.Null((await who.Api.ListAsync(query, Cancel)).Total);
        }

        await cast.InitiatedAsync();
        foreach (var sort in (string?[])[null, "updated", "due", "priority"])
        {
            var page = await cast.Bob.Api.ListAsync(new HandoffQuery { Count = true, Sort = sort }, Cancel);
            Assert.Equal((10_000, true), (page.Total, page.TotalCapped));
        }
    }

    /// <summary>Whoever reads changes while many are made has seen the last state of each at the end.</summary>
    [Theory, BothEngines]
    public async Task No_change_is_passed_over_while_others_are_stored(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await cast.DraftAsync();
        var changes = Enumerable.Range(0, 8).Select(_ => ChangeAsync(cast)).ToList();
        var seen = new Dictionary<long, int>();
        var query = new HandoffQuery { UpdatedSince = first.UpdatedAt, Limit = 3 };
        for (var done = false; !done; )
        {
            done = changes.TrueForAll(change => change.IsCompleted);
            while (true)
            {
                var page = await cast.Bob.Api.ListAsync(query, Cancel);
                foreach (var handoff in page.Items)
                    seen[handoff.HandoffId] = handoff.Version;
                if (page.NextCursor is null)
                    break;
                query = query with { Cursor = page.NextCursor };
            }
        }

        foreach (var handoff in (await Task.WhenAll(changes)).SelectMany(made => made))
            Assert.True(
                seen.GetValueOrDefault(handoff.HandoffId) >= handoff.Version,
                $"{handoff.HandoffId}: seen version {seen.GetValueOrDefault(handoff.HandoffId)} of {handoff.Version}"
            );
    }

    private static async Task<List<HandoffRecord>> ChangeAsync(Cast cast)
    {
        var made = new List<HandoffRecord>();
        for (var i = 0; i < 12; i++)
        {
            var handoff = await cast.InitiatedAsync();
            made.Add(i % 2 == 0 ? await cast.Bob.Api.AcceptAsync(handoff.HandoffId) : handoff);
        }

        return made;
    }

    /// <summary>The same handoff so many times more, found by the same words.</summary>
    private static Task CopyAsync(BatonApp app, int times) =>
        app
            .Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    var columns = RowInsert.For<Handoff>(db.Model).Names.Where(name => name != "id").ToList();
                    var names = string.Join(", ", columns);
                    var first = await db.Handoffs.MinAsync(handoff => handoff.Id, token);
                    var sql =
                        $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) "
                        + $"INSERT INTO handoffs ({names}) SELECT {names} FROM handoffs, n WHERE id = {first}";
                    await db.Database.ExecuteSqlRawAsync(sql, token);
                    var words = db.IsSqlite
                        ? "INSERT INTO handoff_search (rowid, words) SELECT id, 'acme' FROM handoffs WHERE id > {0}"
                        : "INSERT INTO handoff_search (handoff_id, words) "
                            + "SELECT id, array_to_tsvector(ARRAY['acme']) FROM handoffs WHERE id > {0}";
                    await db.Database.ExecuteSqlRawAsync(words, [first], token);
                },
                Cancel
            );
}
