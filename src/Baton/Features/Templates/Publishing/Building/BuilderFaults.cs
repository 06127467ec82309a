using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// The faults of a template file as its form says them: by the label of the row, with a link to the input.
/// </summary>
internal static partial class BuilderFaults
{
    internal static IReadOnlyList<FieldError> Of(BuilderState state, IEnumerable<FieldError> faults) =>
        [.. faults.Select(fault => Of(state, fault)).DistinctBy(fault => fault.Message)];

    /// <summary>The same faults beside a text: a message alone does not say where.</summary>
    internal static IReadOnlyList<FieldError> OfText(IEnumerable<FieldError> faults) =>
        [
            .. faults.Select(fault =>
                LineOf(fault) is { } line
                    ? new FieldError("text", fault.Code, T("Line {0}: {1}", line, fault.Message))
                    : fault
            ),
        ];

    /// <summary>That the key of a new template is another's.</summary>
    internal static FieldError TakenKey(BuilderView view) =>
        new(
            view.State is null ? "text" : BuilderForm.Key,
            "taken",
            T("Key: there is already a template {0}. Choose another key, or edit that template.", view.Template!.Key)
        );

    /// <summary>The line of a template file that a fault names.</summary>
    internal static int? LineOf(FieldError fault) =>
        Line().Match(fault.Field) is { Success: true } match
            ? int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture)
            : null;

    private static FieldError Of(BuilderState state, FieldError fault)
    {
        var path = Line().Replace(fault.Field, "");
        if (Row().Match(path) is not { Success: true } match)
            return OfTemplate(path, fault);
        var at = int.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture);
        var member = match.Groups["member"].Value;
        return match.Groups["list"].Value switch
        {
            "fields" => OfField(state, BuilderForm.FieldsIn(state)[at], member, fault),
            "checklist" => OfStep(state, BuilderForm.StepsIn(state)[at], member, fault),
            _ => OfRung(BuilderEscalation.RungsIn(state)[at], member, fault),
        };
    }

    private static FieldError OfTemplate(string path, FieldError fault) =>
        (path, fault.Code) switch
        {
            ("fields", "missing" or "type") => new FieldError("add-field", fault.Code, T("Add at least one field.")),
            ("key", "missing") => new FieldError(
                BuilderForm.Name,
                fault.Code,
                T("Name: enter a name for the template.")
            ),
            ("receiving_team", "missing") => new FieldError(BuilderForm.To, fault.Code, T("To: choose a team.")),
            ("from_team", _) => new FieldError(BuilderForm.From, fault.Code, T("From: choose a team.")),
            ("receiving_team", _) => fault with { Field = BuilderForm.To },
            ("title", _) => new FieldError(
                BuilderForm.Title,
                fault.Code,
                T("Title of a handoff: name fields by their labels in braces, such as {0}.", "{Client}")
            ),
            ("escalation", "missing") => new FieldError(
                "add-rung",
                fault.Code,
                T("Escalation: add a step, or choose Nobody.")
            ),
            ("name" or "key", _) => fault with { Field = $"t-{path}" },
            _ when BuilderForm.Clocks.Contains(path) => new FieldError(
                BuilderForm.Amount(path),
                fault.Code,
                T("{0}: enter a whole number from 1, such as 8.", ClockWords.Of(path))
            ),
            _ => fault with { Field = "" },
        };

    private static FieldError OfField(BuilderState state, string row, string member, FieldError fault)
    {
        var label = LabelOf(state, row);
        var (part, message) = (member, fault.Code) switch
        {
            ("key", "missing") => (BuilderFields.Label, T("{0}: enter a label.", label)),
            ("key", "duplicate") => (
                BuilderFields.Key,
                T("{0}: another field has the same key. Change one under Advanced.", label)
            ),
            ("options", "missing" or "type") => (
                BuilderFields.Rule(member),
                T("{0}: enter the options, one per line.", label)
            ),
            ("required_when", _) => (
                BuilderFields.RequiredWhen,
                T("{0}: “required if” must name another field of this template.", label)
            ),
            ("currency", _) => (
                BuilderFields.Rule(member),
                T("{0}: as the currency enter “required”, or codes such as EUR, USD.", label)
            ),
            ("", _) => (BuilderFields.Label, $"{label}: {fault.Message}"),
            _ => (BuilderFields.Rule(member), $"{label}: {Labelled(member, fault.Message)}"),
        };
        return new FieldError(BuilderState.NameOf(part, row), fault.Code, message);
    }

    private static FieldError OfStep(BuilderState state, string row, string member, FieldError fault) =>
        new(
            BuilderState.NameOf(BuilderForm.StepText, row),
            fault.Code,
            member == "key"
                ? T("{0}: another step has the same key. Remove one of them.", state[BuilderForm.StepText, row])
                : $"{state[BuilderForm.StepText, row]}: {fault.Message}"
        );

    private static FieldError OfRung(string row, string member, FieldError fault) =>
        (member, fault.Code) switch
        {
            ("tell", "missing") => new FieldError(
                BuilderState.NameOf(BuilderEscalation.Others, row),
                fault.Code,
                T("Escalation: choose who is notified.")
            ),
            ("tell", _) => new FieldError(
                BuilderState.NameOf(BuilderEscalation.Others, row),
                fault.Code,
                T("Escalation: enter other teams by their names, separated by commas.")
            ),
            _ => new FieldError(
                BuilderState.NameOf(BuilderEscalation.At, row),
                fault.Code,
                T("Escalation: enter percentages of the time allowed, such as 50, the lowest first.")
            ),
        };

    /// <summary>What a template file calls a rule has a label here.</summary>
    private static string Labelled(string member, string message) =>
        Rules()
            .Replace(
                message.StartsWith($"{member} ", StringComparison.Ordinal)
                    ? RuleWords.Of(member) + message[member.Length..]
                    : message,
                rule => RuleWords.Of(rule.Value)
            );

    private static string LabelOf(BuilderState state, string row)
    {
        if (state.Has(BuilderFields.Label, row))
            return state[BuilderFields.Label, row].Trim();
        return state.Has(BuilderFields.Key, row)
            ? Names.Words(state[BuilderFields.Key, row])
            : T("Field {0}", state.Fields.ToList().IndexOf(row) + 1);
    }

    [GeneratedRegex(@"\b(min_length|max_length|must_be_true|required_when|min(?= )|max(?=[ .]))\b")]
    private static partial Regex Rules();

    [GeneratedRegex(@"\Aline (?<line>[0-9]+)(: )?")]
    private static partial Regex Line();

    [GeneratedRegex(@"\A(?<list>fields|checklist|escalation)\[(?<at>[0-9]+)\]\.?(?<member>.*)\z")]
    private static partial Regex Row();
}
