using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Assisting;

/// <summary>Something that happened to the assist of a team.</summary>
internal interface IAssistChange
{
    string Team { get; }
}

/// <param name="Number">Its number within the handoff.</param>
/// <param name="Team">The team that is asked.</param>
/// <param name="AskedTeam">The team that asks.</param>
/// <param name="Text">What it is asked to do.</param>
/// <param name="DueAt">Until when; null where the template names no time.</param>
internal sealed record AssistAsked(
    int Number,
    string Team,
    string AskedTeam,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? DueAt = null
) : HandoffChange, IAssistChange
{
    internal const string EventName = "assist.asked";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Assists = [
            .. handoff.Assists,
            new Assist
            {
                Number = Number,
                Team = Team,
                Text = Text,
                AskedTeam = AskedTeam,
                AskedBy = happened.Actor,
                AskedAt = happened.At,
                DueAt = DueAt,
            },
        ];
}

/// <param name="Number">Which assist.</param>
/// <param name="Team">The team that helped.</param>
/// <param name="AskedTeam">The team that had asked.</param>
internal sealed record AssistDone(int Number, string Team, string AskedTeam) : HandoffChange, IAssistChange
{
    internal const string EventName = "assist.done";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Assists = [
            .. handoff.Assists.Select(assist => assist.Number == Number ? assist.Done(happened) : assist),
        ];
}

/// <param name="Number">Which assist.</param>
/// <param name="Team">The team that declined.</param>
/// <param name="AskedTeam">The team that had asked.</param>
/// <param name="Reason">Why.</param>
internal sealed record AssistDeclined(int Number, string Team, string AskedTeam, string Reason)
    : HandoffChange,
        IAssistChange
{
    internal const string EventName = "assist.declined";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Assists = [
            .. handoff.Assists.Select(assist => assist.Number == Number ? assist.Declined(happened, Reason) : assist),
        ];
}
