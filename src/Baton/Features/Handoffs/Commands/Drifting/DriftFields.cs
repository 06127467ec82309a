using System.CommandLine;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Drifting;

/// <summary>Which of the values that drifted a command is about.</summary>
internal static class DriftFields
{
    internal static IReadOnlyList<string>? Read(Web.Pages.Form form) =>
        form.Optional("field") is { } field ? [field] : null;

    internal static Option<string[]> CliOption() =>
        new("--field") { Description = "A field; once for each. Without it, all that changed." };

    internal static IReadOnlyList<string>? Of(ParseResult parsed, Option<string[]> option) =>
        parsed.GetValue(option) is { Length: > 0 } fields ? fields : null;

    internal static Refusal? Refuse(Handoff handoff, IReadOnlyList<string>? fields) =>
        fields is null
            ? null
            : Texts.Refusal([
                .. fields
                    .Index()
                    .Where(named => handoff.Drift.All(drift => drift.Field != named.Item))
                    .Select(named => new FieldError(
                        $"fields[{named.Index}]",
                        "rule",
                        T("{0} has not changed at its source.", named.Item)
                    )),
            ]);

    internal static IReadOnlyList<KeptDrift> In(Handoff handoff, IReadOnlyList<string>? fields) =>
        [.. handoff.Drift.Where(drift => fields?.Contains(drift.Field) != false)];
}
