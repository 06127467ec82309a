namespace Baton.Features.Templates.Publishing.Building;

/// <summary>What people call the clocks of a template.</summary>
internal static class ClockWords
{
    internal static string Of(string clock) =>
        clock switch
        {
            "accept_within" => T("Accept within"),
            "resubmit_within" => T("Resubmit within"),
            "confirm_within" => T("Confirm the read-back within"),
            _ => T("Complete within"),
        };
}
