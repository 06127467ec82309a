using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>A figure of a report: of what, between whom, about which field.</summary>
/// <param name="What">One of the options of <see cref="FigureQuery.What"/>.</param>
public sealed record Figure(
    int Days,
    string? Template,
    string? From,
    string? To,
    string? Field,
    string What,
    long? Before
)
{
    internal Scope Scope => new(Days, Template);

    internal Refusal? Refuse(Catalog catalog) =>
        Named.Refuse(
            Named.Template(catalog, "template", Template),
            Named.Team(catalog, "from", From),
            Named.Team(catalog, "to", To)
        );
}

/// <summary>The handoffs behind a figure, newest first. By the same rule by which they were counted.</summary>
internal static class ReadBehind
{
    private const int OnAPage = 50;

    internal sealed record Found(int Total, IReadOnlyList<Handoff> Handoffs, string? NextCursor);

    internal static async Task<Found> RunAsync(
        BatonDb db,
        HourCache cache,
        RequestContext context,
        Figure figure,
        CancellationToken cancellationToken
    )
    {
        var window = await Window.OpenAsync(db, cache, context, figure.Scope, cancellationToken);
        var ids = figure.Field is null ? OfHandoffs(window, figure) : OfField(window, figure);
        var page = ids.Where(id => figure.Before is null || id < figure.Before)
            .OrderDescending()
            .Take(OnAPage + 1)
            .ToList();
        var shown = page.Take(OnAPage).ToList();
        var handoffs = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => shown.Contains(handoff.Id))
            .OrderByDescending(handoff => handoff.Id)
            .ToListAsync(cancellationToken);
        return new Found(ids.Count, handoffs, page.Count > OnAPage ? Cursor.Of(shown[^1]) : null);
    }

    private static HashSet<long> OfHandoffs(Window window, Figure figure)
    {
        var ids = new HashSet<long>();
        var now = window.Until.Ticks;
        window.Each(
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            (in MeasuredRow row, int _) =>
            {
                if (IsBetween(window.Lanes[row.Lane], figure) && Is(row, figure.What, now))
                    ids.Add(row.Id);
            }
        );
        return ids;
    }

    private static HashSet<long> OfField(Window window, Figure figure)
    {
        var wanted = figure.What switch
        {
            "returned" => FieldMarks.Returned,
            "waived" => FieldMarks.Waived,
            "late_gap" => FieldMarks.LateGap,
            "asked" => FieldMarks.Asked,
            "defective" => FieldMarks.Returned | FieldMarks.Waived | FieldMarks.LateGap,
            _ => (FieldMarks)byte.MaxValue,
        };
        return
        [
            .. window
                .FieldRows()
                .Where(row =>
                    window.Fields[row.Field] == figure.Field
                    && (row.Marks & wanted) != 0
                    && IsBetween(window.Lanes[row.Lane], figure)
                )
                .Select(row => row.Id),
        ];
    }

    private static bool IsBetween(Lane lane, Figure figure) =>
        (figure.From is null || lane.FromTeam == figure.From) && (figure.To is null || lane.ToTeam == figure.To);

    /// <summary>Defects of what one person handed to themselves are not counted.</summary>
    private static bool Is(in MeasuredRow row, string what, long now) =>
        what switch
        {
            "all" => true,
            "open" => row.IsOpen,
            "overdue" => row.Due != 0 && row.Due < now,
            "ping_pong" => row.IsPingPong,
            _ when row.Has(Marks.SamePerson) => false,
            "defective" => row.IsDefective,
            "returned" => row.Has(Marks.ReturnDefect),
            "waived" => row.Has(Marks.Waived),
            "late_gap" => row.Has(Marks.LateGap),
            "first_pass" => row.IsFirstPass,
            "never_looked_at" => row.IsAccepted && !row.Has(Marks.Opened),
            _ => row.Questions > 0,
        };
}
