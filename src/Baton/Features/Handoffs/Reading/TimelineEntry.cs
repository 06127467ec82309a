using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Reading;

/// <summary>An event as a sentence of the timeline.</summary>
public sealed record TimelineEntry(string What, string? Said, DateTime At, IReadOnlyList<Told> Told)
{
    /// <summary>Whether it moved the handoff, so that nobody needs to unfold it.</summary>
    public bool IsMilestone { get; init; }

    /// <summary>What its mark means.</summary>
    public string? Tone { get; init; }

    internal static TimelineEntry Of(HandoffEvent happened, Telling telling, IReadOnlyList<Told> told)
    {
        var described = HandoffCommands.Describe(happened.Kind);
        var text = described.Tell(happened.Change, telling);
        return new TimelineEntry(text.What, text.Said, happened.At, told)
        {
            IsMilestone = described.Settles is not null,
            Tone = described.Tone,
        };
    }
}

/// <summary>Who was told of an event, or why nobody was.</summary>
/// <param name="IsReason">Whether it is the reason that was kept.</param>
/// <param name="IsTrouble">Whether it did not get through.</param>
public sealed record Told(string Text, bool IsReason = false, bool IsTrouble = false);
