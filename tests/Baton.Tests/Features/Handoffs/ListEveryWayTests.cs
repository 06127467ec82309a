using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>
/// Every combination of parameters, page by page, beside a plain filter over all that the caller may see.
/// </summary>
public sealed class ListEveryWayTests(SharedApps apps)
{
    private static readonly int Rounds = LongRun.Tries(20, 80);

    private static readonly string[] Sorts = ["newest", "updated", "due", "priority"];

    private static readonly string[] Priorities = ["urgent", "high", "normal", "low"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task Pages_are_what_a_plain_filter_over_all_gives(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var random = new Random(20261128);
        await FillAsync(cast, random);
        foreach (var who in (Someone[])[cast.Alice, cast.Bob, cast.Charlie])
        {
            var all = await WalkAsync(who, new HandoffQuery { Limit = 100 });
            Assert.NotEmpty(all);
            for (var round = 0; round < Rounds; round++)
            {
                var query = QueryOf(cast, all, random);
                var expected = Expected(all, query, who == cast.Bob).Select(handoff => handoff.HandoffId).ToList();
                var found = await WalkAsync(who, query);
                Assert.True(
                    expected.SequenceEqual(found.Select(handoff => handoff.HandoffId)),
                    $"{who.Key} {query}: expected {string.Join(' ', expected)}, found "
                        + string.Join(' ', found.Select(handoff => handoff.HandoffId))
                );
                var counted = await who.Api.ListAsync(query with { Count = true }, Cancel);
                Assert.Equal((expected.Count, false), (counted.Total, counted.TotalCapped));
            }
        }
    }

    /// <summary>An admin sees more than this test made, so each query names one of its teams.</summary>
    [Theory, BothEngines]
    public async Task An_admin_reads_a_team_in_every_order(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var random = new Random(17);
        await FillAsync(cast, random);
        var all = await WalkAsync(cast.Root, new HandoffQuery { Limit = 100, Template = cast.Template_ });
        Assert.NotEmpty(all);
        for (var round = 0; round < Rounds / 2; round++)
        {
            var query = QueryOf(cast, all, random) with { Template = cast.Template_ };
            var expected = Expected(all, query, true).Select(handoff => handoff.HandoffId);
            Assert.Equal(expected, (await WalkAsync(cast.Root, query)).Select(handoff => handoff.HandoffId));
        }
    }

    private static HandoffQuery QueryOf(Cast cast, IReadOnlyList<HandoffRecord> all, Random random)
    {
        T? Some<T>(params T?[] values) => random.Next(4) == 0 ? values[random.Next(values.Length)] : default;
        var any = all[random.Next(all.Count)];
        var query = new HandoffQuery
        {
            Team = Some(cast.Sender, cast.Receiver, cast.Other),
            Status = Some("draft", "initiated", "accepted", "returned", "completed"),
            Template = Some(cast.Template_),
            Search = Some("acme", any.Title, $"#{any.HandoffId}", "bob", "nothing-like-this"),
            Owner = Some(cast.Bob.Key, cast.Ben.Key),
            Person = Some(cast.Alice.Key, cast.Bob.Key, cast.Ben.Key, cast.Charlie.Key),
            ParentId = random.Next(8) == 0 ? any.ParentId ?? any.HandoffId : null,
            UpdatedSince = random.Next(3) == 0 ? any.UpdatedAt : null,
            DueBefore = random.Next(5) == 0 ? (any.AcceptBy ?? any.UpdatedAt).AddHours(random.Next(-2, 40)) : null,
            Overdue = random.Next(12) == 0,
            Sort = random.Next(5) == 0 ? null : Sorts[random.Next(Sorts.Length)],
            Limit = random.Next(1, 12),
        };
        query = query with { Box = query.Team is null ? null : Some("inbox", "outbox") };
        return random.Next(10) == 0
            ? query with
            {
                Template = cast.Template_,
                ExternalKey = any.ExternalKey ?? "none",
            }
            : query;
    }

    /// <param name="all">What the reader sees.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="receives">Whether the reader is of the receiving team, by which some were passed on.</param>
    private static IEnumerable<HandoffRecord> Expected(
        IReadOnlyList<HandoffRecord> all,
        HandoffQuery query,
        bool receives
    )
    {
        var found = all.Where(handoff => Matches(handoff, query, receives)).ToList();
        if (query.Search is null)
            return InOrder(found, query);
        if (query.Search.StartsWith('#'))
        {
            var number = query.Search[1..];
            return InOrder(
                    [
                        .. found.Where(handoff =>
                            $"{handoff.HandoffId}" == number || HasWord(handoff, number) || IsOfPerson(handoff, number)
                        ),
                    ],
                    query
                )
                .OrderByDescending(handoff => $"{handoff.HandoffId}" == number);
        }

        return InOrder(
            [
                .. found.Where(handoff =>
                    query.Search.Split(' ', '-').All(word => HasWord(handoff, word) || IsOfPerson(handoff, word))
                ),
            ],
            query
        );
    }

    private static bool HasWord(HandoffRecord handoff, string word) =>
        handoff
            .Context.EnumerateObject()
            .Select(field => field.Value.ToString())
            .Append(handoff.Title)
            .SelectMany(text => text.Split(' ', '-'))
            .Any(text => text.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsOfPerson(HandoffRecord handoff, string word) =>
        new[] { handoff.InitiatedBy, handoff.AcceptedBy, handoff.Owner }.Any(person =>
            person?.Split('-').Any(part => part.StartsWith(word, StringComparison.OrdinalIgnoreCase)) ?? false
        );

    private static bool Matches(HandoffRecord handoff, HandoffQuery query, bool receives) =>
        query.Team switch
        {
            null => true,
            { } team when query.Box == "inbox" => handoff.ToTeam == team,
            { } team when query.Box == "outbox" => handoff.FromTeam == team,
            { } team => handoff.ToTeam == team || handoff.FromTeam == team || (receives && Passed(handoff, team)),
        }
        && (query.Status is null || JsonNamingPolicy.SnakeCaseLower.ConvertName($"{handoff.Status}") == query.Status)
        && (query.Owner is null || handoff.Owner == query.Owner)
        && (
            query.Person is null
            || new[] { handoff.InitiatedBy, handoff.AcceptedBy, handoff.Owner }.Contains(query.Person)
        )
        && (query.ExternalKey is null || handoff.ExternalKey == query.ExternalKey)
        && (query.ParentId is null || handoff.ParentId == query.ParentId)
        && (query.UpdatedSince is null || handoff.UpdatedAt >= query.UpdatedSince)
        && (query.DueBefore is null || DueOf(handoff) < query.DueBefore)
        && (!query.Overdue || handoff.Overdue);

    private static IEnumerable<HandoffRecord> InOrder(List<HandoffRecord> found, HandoffQuery query) =>
        query.Sort switch
        {
            null or "updated" when query.UpdatedSince is not null => found
                .OrderBy(handoff => handoff.UpdatedAt)
                .ThenBy(handoff => handoff.HandoffId),
            "updated" => found
                .OrderByDescending(handoff => handoff.UpdatedAt)
                .ThenByDescending(handoff => handoff.HandoffId),
            "due" => found
                .OrderBy(handoff => DueOf(handoff) ?? DateTime.MaxValue)
                .ThenBy(handoff => DueOf(handoff) is null ? -handoff.HandoffId : handoff.HandoffId),
            "priority" => found
                .OrderBy(handoff => Array.IndexOf(Priorities, handoff.Priority))
                .ThenByDescending(handoff => handoff.HandoffId),
            _ => found.OrderByDescending(handoff => handoff.HandoffId),
        };

    /// <summary>A returned one is due by a time that the record does not say, so the cast has none.</summary>
    private static DateTime? DueOf(HandoffRecord handoff) =>
        handoff.Status switch
        {
            HandoffStatus.Initiated => handoff.AcceptBy,
            HandoffStatus.Accepted => handoff.CompleteBy,
            _ => null,
        };

    /// <summary>Rerouted from the receiving team to the other one.</summary>
    private static bool Passed(HandoffRecord handoff, string team) =>
        handoff.Context.TryGetProperty("note", out var note) && note.GetString() == $"passed {team}";

    private static async Task FillAsync(Cast cast, Random random)
    {
        var ids = new List<long>();
        for (var i = 0; i < 40; i++)
        {
            var passes = i % 9 == 4;
            var context = JsonSerializer.SerializeToElement(
                new
                {
                    client_name = $"Client{i % 7} Acme",
                    contract_value = 10 + i,
                    note = passes ? $"passed {cast.Receiver}" : "plain",
                }
            );
            var made = await cast.Alice.Api.CreateAsync(
                cast.NewHandoff(context) with
                {
                    Draft = i % 8 == 3,
                    Priority = Priorities[random.Next(4)],
                    ExternalKey = i % 3 == 0 ? $"key-{i}" : null,
                    ParentId = i % 5 == 2 ? ids[random.Next(ids.Count)] : null,
                }
            );
            ids.Add(made.HandoffId);
            if (passes)
                await cast.Ben.Api.RerouteAsync(made.HandoffId, new RerouteRequest(cast.Other, "Theirs."));
            else if (made.Status != HandoffStatus.Draft)
                await MoveOnAsync(cast, made.HandoffId, random.Next(4));
        }
    }

    private static async Task MoveOnAsync(Cast cast, long id, int how)
    {
        if (how == 0)
            return;
        await (how == 1 ? cast.Ben : cast.Bob).Api.AcceptAsync(id);
        if (how != 3)
            return;
        await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        await cast.Bob.Api.TickAsync(id, "second", new TickRequest(Done: true));
        await cast.Bob.Api.CompleteAsync(id);
    }

    internal static async Task<IReadOnlyList<HandoffRecord>> WalkAsync(Someone who, HandoffQuery query)
    {
        var found = new List<HandoffRecord>();
        do
        {
            var page = await who.Api.ListAsync(query, Cancel);
            found.AddRange(page.Items);
            query = query with { Cursor = page.NextCursor };
        } while (query.Cursor is not null);
        return found;
    }
}
