using System.Collections.Concurrent;
using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Counts several lists at once, in one statement. Its text depends on nothing but in how many teams the caller is, so
/// that it is made once for all who are in as many.
/// </summary>
/// <param name="listsOf">The lists of a caller.</param>
/// <param name="most">So many are counted; one more where there are more.</param>
internal sealed class CountHandoffs(Func<Caller, IReadOnlyList<HandoffFilter>> listsOf, int most)
{
    /// <summary>With more teams, each list is counted by itself: SQLite joins so many parts and no more.</summary>
    private const int MostTeams = 32;

    private static readonly DateTime MarkedNow = new(1999, 12, 31, 23, 59, 58, DateTimeKind.Utc);

    private readonly ConcurrentDictionary<(IModel Model, bool IsAdmin, int Teams), QueryText> texts = [];

    /// <returns>A count for each list, in their order.</returns>
    internal async Task<IReadOnlyList<int>> RunAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller;
        var counts = new int[listsOf(caller).Count];
        if (caller.Teams.Count > MostTeams && !caller.IsAdmin)
        {
            foreach (var (list, filter) in listsOf(caller).Index())
                counts[list] = await PickHandoffs.CountAsync(db, context, filter, [], cancellationToken, most);
            return counts;
        }

        // An admin sees all handoffs, in whatever teams they are.
        var teams = caller.IsAdmin ? [] : caller.Teams.Keys.ToList();
        var text = texts.GetOrAdd((db.Model, caller.IsAdmin, teams.Count), _ => Make(db, context, teams.Count));
        var values = teams.Index().ToDictionary(team => (object)TeamMark(team.Index), team => (object)team.Item);
        values[PersonMark] = caller.Person;
        values[MarkedNow] = context.Now;
        await text.ReadAsync(
            db,
            values,
            row => counts[row.GetInt32(0)] = Math.Min(row.GetInt32(1), most + 1),
            cancellationToken
        );
        return counts;
    }

    // No person and no team has such a key.
    private const string PersonMark = "\u0001person";

    private static string TeamMark(int team) => string.Create(CultureInfo.InvariantCulture, $"\u0001team {team}");

    private QueryText Make(BatonDb db, RequestContext context, int teams)
    {
        List<string> marks = [.. Enumerable.Range(0, teams).Select(TeamMark)];
        var marked = context with
        {
            Caller = context.Caller with
            {
                Person = PersonMark,
                Teams = marks.ToDictionary(mark => mark, _ => TeamRole.Member),
            },
            Now = MarkedNow,
        };
        var lanes =
            from list in listsOf(marked.Caller).Index()
            from lane in PickHandoffs.LanesToCount(db, marked, list.Item, [], most)
            select lane.Select(id => new Counted { List = list.Index, Id = id });
        var counted = lanes
            .Aggregate((before, lane) => before.Concat(lane))
            .GroupBy(handoff => handoff.List)
            .Select(of => new { List = of.Key, Count = of.Select(handoff => handoff.Id).Distinct().Count() });
        return new QueryText(counted, new HashSet<object>([.. marks, PersonMark, MarkedNow]));
    }

    /// <summary>A handoff that is in a list.</summary>
    private sealed class Counted
    {
        internal required int List { get; init; }

        internal required long Id { get; init; }
    }
}
