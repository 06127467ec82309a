using System.Globalization;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Pages;

/// <summary>A handoff that a list has. Public because Razor makes components public.</summary>
public sealed class ListedHandoff
{
    private readonly Handoff handoff;

    private ListedHandoff(Handoff handoff) => this.handoff = handoff;

    internal static IReadOnlyList<ListedHandoff> Of(IEnumerable<Handoff> handoffs) =>
        [.. handoffs.Select(handoff => new ListedHandoff(handoff))];

    internal Reading.HandoffRow RowFor(RequestContext context) => Reading.HandoffRow.Of(handoff, context);

    /// <summary>
    /// All that its line depends on beside its reader. What the line says of times holds for the minute; null where it
    /// becomes overdue within that.
    /// </summary>
    internal string? NameAt(DateTime now)
    {
        var minute = now.Ticks / TimeSpan.TicksPerMinute;
        return handoff.DueAt is { } due && due >= now && due.Ticks / TimeSpan.TicksPerMinute == minute
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"line {handoff.Id} {handoff.Version} {handoff.OpenedAt?.Ticks} {handoff.Drift.Count} {minute}"
            );
    }
}
