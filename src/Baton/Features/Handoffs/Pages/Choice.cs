namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// One thing that a filter can be set to, as a link. Public because Razor makes components public.
/// </summary>
/// <param name="Words">What it is called.</param>
/// <param name="Address">The list with it.</param>
/// <param name="IsChosen">Whether it is set now.</param>
public sealed record Choice(string Words, string Address, bool IsChosen);
