namespace Baton.Features.Handoffs.Pages;

/// <summary>A group of <see cref="MyWorkPage"/>. Public because Razor makes components public.</summary>
/// <param name="Handoffs">In order.</param>
/// <param name="HasMore">Whether there may be others, which are in the list of handoffs.</param>
public sealed record MyWorkPart(IReadOnlyList<ListedHandoff> Handoffs, bool HasMore)
{
    internal static readonly MyWorkPart None = new([], false);
}
