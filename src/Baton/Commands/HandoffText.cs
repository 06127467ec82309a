using System.Globalization;
using System.Text.Json;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Texts about the state of a handoff and what comes next.</summary>
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

    /// <summary>When the clock that runs now runs out.</summary>
    internal static DateTime? Due(HandoffRecord handoff) =>
        handoff.Status switch
        {
            HandoffStatus.Initiated => handoff.AcceptBy,
            HandoffStatus.Accepted => handoff.CompleteBy,
            _ => null,
        };

    /// <summary>Who must act now, and how.</summary>
    internal static string Next(HandoffRecord handoff) =>
        handoff.Status switch
        {
            HandoffStatus.Draft => $"{handoff.FromTeam} has not handed it over yet.",
            HandoffStatus.Initiated => $"Waiting for {handoff.ToTeam} to accept it{By(handoff)}. Until then "
                + $"{handoff.ResponsibleTeam} is responsible.",
            HandoffStatus.Returned => $"Changes needed from {handoff.FromTeam}: {Findings(handoff)}.",
            HandoffStatus.Accepted => $"{handoff.ToTeam} is responsible and must complete it{By(handoff)}.",
            _ => "Nothing is left to do.",
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

    /// <summary>What was given with a step, or what it asks for.</summary>
    internal static string? Evidence(ChecklistStep step) =>
        step.EvidenceGiven switch
        {
            { File: { } file } => $"file {file}",
            { Url: { } url } => url,
            { Text: { } text } => text,
            { Number: { } number } => string.Create(CultureInfo.InvariantCulture, $"{number} {step.Unit}").TrimEnd(),
            _ => step.Evidence is { } kind ? $"needs {$"{Wire(kind)} {step.Unit}".TrimEnd()}" : null,
        };

    private static string By(HandoffRecord handoff) => Due(handoff) is { } due ? $" by {Times.Of(due)}" : "";

    private static string Findings(HandoffRecord handoff) =>
        string.Join(
            ", ",
            handoff.Findings.Select(finding =>
                $"{finding.Field} is {Wire(finding.Code)}{(finding.Note is null ? "" : $" ({finding.Note})")}"
            )
        );

    internal static string Of(ShiftItem item) =>
        string.Join(
            ", ",
            new[]
            {
                Wire(item.State),
                item.CarriedFrom is { } from ? $"carried on from {from}" : null,
                item.Note,
            }.OfType<string>()
        );

    internal static string Of(Assist assist)
    {
        var state =
            assist.DoneAt is { } done ? $"done {Times.Of(done)}"
            : assist.DeclinedAt is { } declined ? $"declined {Times.Of(declined)}: {assist.Reason}"
            : "open";
        return $"{assist.Team}, {state}: {assist.Text}";
    }
}
