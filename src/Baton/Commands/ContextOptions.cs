using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Templates.Fields;

namespace Baton.Commands;

/// <summary>The options that give a context: a file, and single values that replace those of the file.</summary>
internal static class ContextOptions
{
    internal static readonly Option<string[]> Field = Pairs.Option(
        "--field",
        "A value, name=value; may be repeated. The template's type reads it: a number or money as "
            + "1250.50 or 1,250.50 EUR, a boolean as yes or no, a list, choices and contacts as JSON in "
            + "brackets, items separated by semicolons, or a value each time the name is repeated; any as "
            + "text, or as JSON in braces, brackets or quotes; all else as written."
    );

    internal static readonly Option<string> Decimal = new("--decimal")
    {
        Description = "What stands before the fraction of a number in --field: . or , (left out: a point).",
        DefaultValueFactory = _ => ".",
    };

    static ContextOptions() => Decimal.AcceptOnlyFromAmong(".", ",");

    internal static readonly Option<string?> Context = new("--context")
    {
        Description = "A file with the context, a JSON object; - reads standard input.",
    };

    internal static readonly Option<string[]> Waive = Pairs.Option(
        "--waive",
        "Hand over without a required field, field=reason; may be repeated."
    );

    internal static IReadOnlyList<WaiverRequest>? Waivers(ParseResult parsed) =>
        Pairs.Of(parsed, Waive) is { Count: > 0 } pairs
            ? [.. pairs.Select(pair => new WaiverRequest(pair.Name, pair.Value))]
            : null;

    /// <summary>The context, or null when it was refused, which has been said by then.</summary>
    internal static async Task<JsonElement?> ReadAsync(
        Server.Session session,
        Func<Task<TemplateVersion>> template,
        CancellationToken cancellationToken
    )
    {
        var context = new JsonObject();
        if (session.Parsed.GetValue(Context) is { } file)
        {
            var read = await Files.ReadAsync(file, cancellationToken);
            if (
                read.Refused(out var refusal, out var text)
                || FieldValues.ReadObject(file, text).Refused(out refusal, out context!)
            )
            {
                await session.Output.FailAsync(refusal);
                return null;
            }
        }

        return await AddAsync(session, context, template) ? JsonSerializer.SerializeToElement(context) : null;
    }

    private static async Task<bool> AddAsync(
        Server.Session session,
        JsonObject context,
        Func<Task<TemplateVersion>> template
    )
    {
        if (Pairs.Of(session.Parsed, Field) is not { Count: > 0 } pairs)
            return true;
        var known = await template();
        if (
            FieldValues
                .Read(known, pairs, NumberFormat.OfDecimal(session.Parsed.GetValue(Decimal)![0]))
                .Refused(out var refusal, out var values)
        )
        {
            await session.Output.FailAsync(refusal);
            return false;
        }

        foreach (var name in FieldValues.Unknown(known, pairs))
            session.Output.Note(
                $"The template {known.Key} has no field {name}: it is kept as it is, and never checked."
            );
        foreach (var (name, value) in values)
            context[name] = value?.DeepClone();
        return true;
    }
}
