using Baton.Client;

namespace Baton.Features.Templates.Publishing;

/// <summary>
/// A change that a report suggests, made in the text of the editor and nowhere else: whoever publishes it has seen
/// it.
/// </summary>
internal static class SuggestedChange
{
    private const int LongestKey = 40;

    internal static Template Apply(Template template, IQueryCollection query)
    {
        if (query["require"].ToString() is { Length: > 0 } required)
            return template with
            {
                Fields =
                [
                    .. template.Fields.Select(field => field.Key == required ? field with { Required = true } : field),
                ],
            };
        if (query["drop"].ToString() is { Length: > 0 } dropped && template.Fields.Count > 1)
            return template with { Fields = [.. template.Fields.Where(field => field.Key != dropped)] };
        return query["add"].ToString() is { Length: > 0 } question && KeyOf(question, template) is { } key
            ? template with
            {
                Fields =
                [
                    .. template.Fields,
                    new Field
                    {
                        Key = key,
                        Type = FieldType.LongText,
                        Required = true,
                        Help = question,
                    },
                ],
            }
            : template;
    }

    /// <summary>Words of the question as a key that no field has yet.</summary>
    private static string? KeyOf(string question, Template template)
    {
        var words = string.Concat(
                question.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')
            )
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var key = string.Join('_', words);
        key = key[..Math.Min(key.Length, LongestKey)].TrimEnd('_');
        return key.Length == 0 || template.Fields.Any(field => field.Key == key) ? null : key;
    }
}
