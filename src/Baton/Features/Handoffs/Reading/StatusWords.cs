using Baton.Client;

namespace Baton.Features.Handoffs.Reading;

/// <summary>The states of a handoff in words, and the mark beside the word.</summary>
internal static class StatusWords
{
    internal static string Of(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Draft => T("Draft"),
            HandoffStatus.Initiated => T("Handed over"),
            HandoffStatus.Returned => T("Changes needed"),
            HandoffStatus.Accepted => T("Accepted"),
            HandoffStatus.Completed => T("Completed"),
            HandoffStatus.Declined => T("Declined"),
            _ => T("Withdrawn"),
        };

    /// <summary>A ring, a half or a full mark, so that color is not all that tells states apart.</summary>
    internal static string? ShapeOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => "half",
            HandoffStatus.Accepted or HandoffStatus.Completed => null,
            _ => "ring",
        };
}
