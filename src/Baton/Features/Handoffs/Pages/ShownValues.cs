using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// What a form showed of a handoff when it was opened. It goes along with the form, so that saving it changes what its
/// author changed and nothing that others changed meanwhile.
/// </summary>
/// <param name="Status">The status that it had.</param>
/// <param name="Fields">The fields that the form has, by their keys.</param>
/// <param name="Values">Those of them that had a value.</param>
public sealed record ShownValues(string Status, IReadOnlyList<string> Fields, JsonElement Values)
{
    internal const string Name = "shown";

    internal static ShownValues Of(Handoff handoff, IReadOnlyList<Field> fields) =>
        new(
            Handoff.Wire(handoff.Status),
            [.. fields.Select(field => field.Key)],
            JsonSerializer.SerializeToElement(
                fields
                    .Where(field => handoff.Context.TryGetProperty(field.Key, out _))
                    .ToDictionary(field => field.Key, field => handoff.Context.GetProperty(field.Key))
            )
        );

    /// <summary>Null where the form does not say, or says what no form of ours says.</summary>
    internal static ShownValues? In(Form form) =>
        JsonBody.Find(form.Text(Name)) is { ValueKind: JsonValueKind.Object } text
        && text.TryGetProperty("status", out var status)
        && status.ValueKind == JsonValueKind.String
        && text.TryGetProperty("fields", out var fields)
        && fields.ValueKind == JsonValueKind.Array
        && fields.EnumerateArray().All(field => field.ValueKind == JsonValueKind.String)
        && text.TryGetProperty("values", out var values)
        && values.ValueKind == JsonValueKind.Object
            ? new ShownValues(
                status.GetString()!,
                [.. fields.EnumerateArray().Select(field => field.GetString()!)],
                values
            )
            : null;

    internal string Text =>
        JsonSerializer.Serialize(
            new
            {
                status = Status,
                fields = Fields,
                values = Values,
            },
            BatonJson.Options
        );

    internal IReadOnlyList<Field> FieldsOf(Template template) =>
        [.. template.Fields.Where(field => Fields.Contains(field.Key))];

    /// <summary>Why saving must wait: it is no longer what it was when the form was opened.</summary>
    internal Refusal? RefuseStatus(Handoff handoff) =>
        Status == Handoff.Wire(handoff.Status)
            ? null
            : Refusal(
                new FieldError(
                    "",
                    "changed",
                    T(
                        "Someone else changed this handoff while you were editing. Its status is “{0}” now. Check "
                            + "what you typed, then save again.",
                        StatusWords.Of(handoff.Status)
                    )
                )
            );

    /// <summary>
    /// Of what was typed that which is to be saved, and what others changed to something else meanwhile.
    /// </summary>
    internal (JsonElement Values, IReadOnlyList<Field> Conflicts) Meanwhile(
        JsonElement typed,
        JsonElement now,
        Template template
    )
    {
        var kept = new Dictionary<string, JsonElement>();
        var conflicts = new List<Field>();
        foreach (var value in typed.EnumerateObject())
        {
            if (IsSame(In(Values, value.Name), In(now, value.Name)))
                kept[value.Name] = value.Value;
            else if (
                !IsSame(value.Value, In(Values, value.Name))
                && !IsSame(value.Value, In(now, value.Name))
                && template.Fields.FirstOrDefault(field => field.Key == value.Name) is { } field
            )
                conflicts.Add(field);
        }

        return (JsonSerializer.SerializeToElement(kept), conflicts);
    }

    /// <summary>Names each value, so that saving again replaces it knowingly.</summary>
    internal static Refusal Refuse(IReadOnlyList<Field> conflicts, JsonElement now) =>
        Refusal([
            .. conflicts.Select(field => new FieldError(
                field.Key,
                "changed",
                T(
                    "{0}: someone else has changed this to “{1}” since you opened the form. Save again to replace it "
                        + "with what you typed.",
                    Names.LabelOf(field),
                    In(now, field.Key) is { } value ? FieldKind.Of(field).Say(value) : ""
                )
            )),
        ]);

    /// <summary>The same once its reader was told what others changed.</summary>
    internal ShownValues Told(Handoff handoff, IReadOnlyList<Field> conflicts) =>
        new(
            Handoff.Wire(handoff.Status),
            Fields,
            JsonSerializer.SerializeToElement(
                Fields
                    .Select(key =>
                        (Key: key, Value: In(conflicts.Any(field => field.Key == key) ? handoff.Context : Values, key))
                    )
                    .Where(value => value.Value is not null)
                    .ToDictionary(value => value.Key, value => value.Value!.Value)
            )
        );

    private static Refusal Refusal(params FieldError[] errors) =>
        new(409, "changed", T("Changed meanwhile"), string.Join(' ', errors.Select(error => error.Message)))
        {
            Errors = errors,
        };

    private static JsonElement? In(JsonElement values, string key) =>
        values.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsSame(JsonElement? one, JsonElement? other) =>
        (one is null or { ValueKind: JsonValueKind.Null }, other is null or { ValueKind: JsonValueKind.Null }) switch
        {
            (true, true) => true,
            (false, false) => JsonElement.DeepEquals(one!.Value, other!.Value),
            _ => false,
        };
}
