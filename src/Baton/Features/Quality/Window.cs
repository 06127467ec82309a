using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>What to count: handoffs first initiated within so many days, of a template, from or to a team.</summary>
internal sealed record Scope(int Days, string? Template = null, string? Team = null)
{
    internal const int MostDays = 36_500;

    internal Refusal? Refuse(Catalog catalog) =>
        Named.Refuse(Named.Team(catalog, "team", Team), Named.Template(catalog, "template", Template));

    internal bool Holds(Lane lane) =>
        (Template is null || lane.Template == Template)
        && (Team is null || lane.FromTeam == Team || lane.ToTeam == Team);
}

/// <summary>
/// The handoffs of a scope that one caller may see, and the refused attempts beside them. Exact to the tick at its
/// edge.
/// </summary>
internal sealed class Window
{
    private readonly Hours hours;
    private readonly bool[] within;
    private readonly bool[] seen;
    private readonly HashSet<long> passed;

    private Window(Hours hours, RequestContext context, Scope scope, DateTime since, HashSet<long> passed)
    {
        this.hours = hours;
        this.passed = passed;
        Since = since;
        Until = context.Now;
        within = [.. hours.Lanes.Select(scope.Holds)];
        seen =
        [
            .. hours.Lanes.Select(lane =>
                scope.Holds(lane) && (context.Caller.Is(lane.FromTeam) || context.Caller.Is(lane.ToTeam))
            ),
        ];
    }

    internal delegate void Visit(in MeasuredRow row, int week);

    internal DateTime Since { get; }

    internal DateTime Until { get; }

    internal IReadOnlyList<Lane> Lanes => hours.Lanes;

    internal IReadOnlyList<string> Fields => hours.Fields;

    internal static async Task<Window> OpenAsync(
        BatonDb db,
        HourCache cache,
        RequestContext context,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        var since = context.Now.AddDays(-scope.Days);
        var hours = await cache.SinceAsync(db, context.Catalog, since, cancellationToken);
        return new Window(
            hours,
            context,
            scope,
            since,
            await PassedThroughAsync(db, context.Caller, since, cancellationToken)
        );
    }

    /// <param name="visit">Called for each, the oldest hour first, with the number of its week.</param>
    /// <param name="newestFirst">The newest hour first.</param>
    // so is whatever it calls for each row: a first report of a million rows cannot wait until the compiler finds
    // them hot
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Each(Visit visit, bool newestFirst = false)
    {
        for (var i = 0; i < hours.All.Count; i++)
        {
            var hour = hours.All[newestFirst ? hours.All.Count - 1 - i : i];
            var week = WeekOf(hour.Number);
            foreach (ref readonly var row in hour.Rows.AsSpan())
            {
                if (row.Initiated > Since.Ticks && Sees(row.Lane, row.Id))
                    visit(row, week);
            }
        }
    }

    internal IEnumerable<FieldRow> FieldRows() =>
        hours.All.SelectMany(hour => hour.Fields).Where(row => row.Initiated > Since.Ticks && Sees(row.Lane, row.Id));

    internal IEnumerable<AttemptRow> Attempts() =>
        hours.All.SelectMany(hour => hour.Attempts).Where(row => row.At > Since.Ticks && seen[row.Lane]);

    /// <summary>Weeks begin on Monday, UTC. The first day of 1970 was a Thursday.</summary>
    internal static DateTime StartOfWeek(int week) => DateTime.UnixEpoch.AddDays((week * 7.0) - 3);

    private static int WeekOf(int hour) =>
        (int)Math.Floor((hour + (3 * MetricHour.HoursOfDay)) / (7.0 * MetricHour.HoursOfDay));

    private bool Sees(int lane, long id) => seen[lane] || (passed.Count > 0 && within[lane] && passed.Contains(id));

    /// <summary>
    /// Handoffs that were rerouted away from the caller's teams may still be seen by them; they are few.
    /// </summary>
    private static async Task<HashSet<long>> PassedThroughAsync(
        BatonDb db,
        Caller caller,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        if (caller.IsAdmin)
            return [];
        var own = caller.Teams.Keys.ToList();
        return await db
            .PassedTeams.Where(passedTeam => own.Contains(passedTeam.TeamKey))
            .Join(db.Handoffs, passedTeam => passedTeam.HandoffId, handoff => handoff.Id, (_, handoff) => handoff)
            .Where(handoff => handoff.InitiatedAt > since)
            .Select(handoff => handoff.Id)
            .ToHashSetAsync(cancellationToken);
    }
}
