using System.Globalization;
using Baton.Web;
using Baton.Web.Api;

namespace Baton.Features.Handoffs.Reading;

/// <summary>Where in a list a handoff stands, so that the next page begins behind it.</summary>
/// <param name="Stretch">The part of the list.</param>
/// <param name="Key">The time by which that part is ordered, if it is.</param>
/// <param name="Id">The handoff.</param>
internal sealed record HandoffPlace(Stretch Stretch, DateTime? Key, long Id)
{
    /// <summary>The newest first have the cursor of all other lists.</summary>
    public override string ToString() =>
        Stretch == Stretch.Newest
            ? Cursor.Of(Id)
            : Cursor.Of(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Stretch.ToString().ToLowerInvariant()}:{Key?.Ticks}:{Id}"
                )
            );

    /// <summary>Before the first of a part.</summary>
    internal static HandoffPlace StartOf(Stretch stretch) =>
        Stretches.IsAscending(stretch)
            ? new HandoffPlace(stretch, DateTime.UnixEpoch, 0)
            : new HandoffPlace(stretch, stretch == Stretch.Updated ? Latest : null, long.MaxValue);

    internal static HandoffPlace? Parse(string cursor)
    {
        if (Cursor.Parse(cursor) is { } newest)
            return new HandoffPlace(Stretch.Newest, null, newest);
        return
            Cursor.TextOf(cursor)?.Split(':') is [var name, var key, var id]
            && StretchOf(name) is { } stretch
            && KeyOf(key, Stretches.IsTimed(stretch)) is { } known
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new HandoffPlace(stretch, known.Time, number)
            : null;
    }

    private static DateTime Latest { get; } = new(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    private static Stretch? StretchOf(string name) =>
        Enum.TryParse<Stretch>(name, ignoreCase: true, out var stretch)
        && stretch != Stretch.Newest
        && stretch.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)
            ? stretch
            : null;

    private static (DateTime? Time, bool Known)? KeyOf(string text, bool isTimed)
    {
        if (!isTimed)
            return text.Length == 0 ? (null, true) : null;
        return
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= Latest.Ticks
            ? (new DateTime(ticks, DateTimeKind.Utc), true)
            : null;
    }
}

/// <summary>The place behind which a page of handoffs begins.</summary>
internal sealed class PlaceCursorAttribute : PageCursorAttribute
{
    internal override object? Read(string text) => HandoffPlace.Parse(text);
}
