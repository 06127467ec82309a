using System.Text.Json;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Words for what a handoff is and what comes next.</summary>
internal static class HandoffText
{
    internal static string Wire<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    internal static string Status(HandoffRecord handoff) => Wire(handoff.Status);

    internal static Cell Coloured(HandoffRecord handoff) =>
        new(
            Status(handoff),
            handoff.Status switch
            {
                HandoffStatus.Initiated => "yellow",
                HandoffStatus.Returned => "red",
                HandoffStatus.Accepted => "blue",
                HandoffStatus.Completed => "green",
                _ => "grey",
            }
        );

    /// <summary>When the clock that runs now reaches its time.</summary>
    internal static DateTime? Due(HandoffRecord handoff) =>
        handoff.Status switch
        {
            HandoffStatus.Initiated => handoff.AcceptBy,
            HandoffStatus.Accepted => handoff.CompleteBy,
            _ => null,
        };

    /// <summary>Who has to do what now.</summary>
    internal static string Next(HandoffRecord handoff) =>
        handoff.Status switch
        {
            HandoffStatus.Draft => $"{handoff.FromTeam} has not handed it over yet.",
            HandoffStatus.Initiated =>
                $"{handoff.ToTeam} is to accept it{By(handoff)}; until then {handoff.ResponsibleTeam} is responsible.",
            HandoffStatus.Returned => $"{handoff.FromTeam} is to answer: {Findings(handoff)}.",
            HandoffStatus.Accepted => $"{handoff.ToTeam} is responsible and is to complete it{By(handoff)}.",
            _ => "It is over.",
        };

    internal static string Value(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    internal static string Step(ChecklistStep step) =>
        (step.Done, step.Skipped) switch
        {
            (true, _) => "done",
            (_, true) => "skipped",
            _ => step.Required ? "open" : "optional",
        };

    private static string By(HandoffRecord handoff) => Due(handoff) is { } due ? $" by {Times.Of(due)}" : "";

    private static string Findings(HandoffRecord handoff) =>
        string.Join(
            ", ",
            handoff.Findings.Select(finding =>
                $"{finding.Field} is {Wire(finding.Code)}{(finding.Note is null ? "" : $" ({finding.Note})")}"
            )
        );
}
