using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates;

/// <summary>
/// What the gate says of a context: every fault in the template's order, and the waivers that were needed.
/// </summary>
internal sealed record GateResult(IReadOnlyList<FieldError> Errors, IReadOnlyList<Waiver> Waivers)
{
    internal bool Complete => Errors.Count == 0;

    /// <summary>The fields that are missing; where none is, the fields at fault.</summary>
    internal string Detail
    {
        get
        {
            var missing = Errors.Where(error => error.Code == "missing").Select(error => error.Field).ToList();
            return missing.Count > 0
                ? T("Missing required fields: {0}", string.Join(", ", missing))
                : T("The context is not valid: {0}", string.Join(" ", Errors.Select(error => error.Message)));
        }
    }
}

/// <summary>The check that a context is complete: the one place that looks at values, met by every door.</summary>
internal static class Gate
{
    private const int LongestReason = 1000;

    /// <summary>Takes user-made patterns to what people wrote, so it is never run in the writer's turn.</summary>
    /// <param name="time">What checks that belong together share; left out: this one has time of its own.</param>
    internal static GateResult Check(
        Template template,
        JsonElement context,
        IReadOnlyList<Waiver> waivers,
        PatternTime? time = null
    )
    {
        time ??= new PatternTime();
        if (context.ValueKind != JsonValueKind.Object)
            return new GateResult(
                [
                    new FieldError(
                        "context",
                        "type",
                        T("context must be an object such as {0}.", "{\"client_name\": \"Acme\"}")
                    ),
                ],
                []
            );
        var errors = new List<FieldError>();
        var used = new List<Waiver>();
        foreach (var field in template.Fields)
        {
            var faults = FaultsOf(template, field, context, time);
            if (
                faults is [{ Code: "missing" or "placeholder" }]
                && waivers.FirstOrDefault(waiver => waiver.Field == field.Key) is { } waiver
            )
                used.Add(waiver);
            else
                errors.AddRange(faults);
        }

        errors.AddRange(ItemGate.Faults(template, context, time));
        errors.AddRange(WaiverFaults(template, waivers));
        return new GateResult(errors, used);
    }

    /// <summary>Whether a field must be filled in, given the others.</summary>
    internal static bool IsRequired(Template template, Field field, JsonElement context) =>
        field.Required || (field.RequiredWhen is { } other && HasValue(template, other, context));

    private static IReadOnlyList<FieldError> FaultsOf(
        Template template,
        Field field,
        JsonElement context,
        PatternTime time
    )
    {
        var required = IsRequired(template, field, context);
        if (!context.TryGetProperty(field.Key, out var value) || Values.IsMissing(field.Type, value))
            return required ? [new FieldError(field.Key, "missing", T("{0} is missing.", field.Key))] : [];
        if (required && Values.IsPlaceholder(field, value))
            return
            [
                new FieldError(
                    field.Key,
                    "placeholder",
                    T(
                        "{0} is only a placeholder: {1}. Replace it with the real value.",
                        field.Key,
                        Blank.Strip(value.GetString()!)
                    )
                ),
            ];
        if (FieldKind.Of(field).Fault(field, value) is { } wrong)
            return [new FieldError(field.Key, "type", $"{field.Key} {wrong}.")];
        return
        [
            .. FieldRules
                .Faults(field, value, time)
                .Select(broken => new FieldError(field.Key, "rule", $"{field.Key} {broken}.")),
        ];
    }

    private static bool HasValue(Template template, string key, JsonElement context) =>
        context.TryGetProperty(key, out var value)
        && !Values.IsMissing(template.Fields.FirstOrDefault(field => field.Key == key)?.Type ?? FieldType.Text, value);

    /// <summary>Waivers of what is no field, or without a reason that can be kept.</summary>
    internal static IEnumerable<FieldError> WaiverFaults(Template template, IReadOnlyList<Waiver> waivers)
    {
        foreach (var (i, waiver) in waivers.Index())
        {
            if (template.Fields.All(field => field.Key != waiver.Field))
                yield return new FieldError(
                    $"waivers[{i}].field",
                    "waiver",
                    T("The template has no field {0} to waive.", waiver.Field)
                );
            else if (waivers.Take(i).Any(before => before.Field == waiver.Field))
                yield return new FieldError(
                    $"waivers[{i}].field",
                    "waiver",
                    T("{0} is waived twice. Waive it once.", waiver.Field)
                );
            if (Blank.Is(waiver.Reason))
                yield return new FieldError(
                    $"waivers[{i}].reason",
                    "waiver",
                    T(
                        "The waiver of {0} has no reason. Add one, for example: The client decides next week.",
                        waiver.Field
                    )
                );
            else if (waiver.Reason.Length > LongestReason)
                yield return new FieldError(
                    $"waivers[{i}].reason",
                    "waiver",
                    T("The reason must not be longer than {0} characters.", LongestReason)
                );
        }
    }
}
