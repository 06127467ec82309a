namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// One thing that a filter can be set to, as a link. Public because Razor makes components public.
/// </summary>
/// <param name="Words">What it is called.</param>
/// <param name="Address">The list with it.</param>
/// <param name="IsChosen">Whether it is set now.</param>
/// <param name="Count">How many match, where that is known; 100 for more than 99.</param>
public sealed record Choice(string Words, string Address, bool IsChosen, int? Count = null)
{
    internal string? CountText =>
        Count is { } count
            ? count > ListCounts.Most
                ? FormattableString.Invariant($"{ListCounts.Most}+")
                : FormattableString.Invariant($"{count}")
            : null;
}
