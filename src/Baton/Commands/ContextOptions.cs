using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Commands;

/// <summary>The options that build a context: a file, and single values that override those of the file.</summary>
internal static class ContextOptions
{
    internal static readonly Option<string[]> Field = Pairs.Option(
        "--field",
        "Set a field, as name=value. Can be repeated. The field's type decides the form: number and "
            + "money as 1250.50 or 1,250.50 EUR; boolean as yes or no; list, choices and contacts as a JSON "
            + "list, as items separated by semicolons, or as one item per repetition; any as text or JSON; "
            + "every other type as written."
    );

    internal static readonly Option<string> Decimal = new("--decimal")
    {
        Description = "The decimal separator of numbers in --field: . or ,",
        DefaultValueFactory = _ => ".",
    };

    static ContextOptions() => Decimal.AcceptOnlyFromAmong(".", ",");

    internal static readonly Option<string?> Context = new("--context")
    {
        Description = "Read the context from a file that holds a JSON object; - reads standard input.",
    };

    /// <summary>The context, or null when it was refused and the errors have been written.</summary>
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
                $"Template {known.Key} has no field {name}. The value is stored as it is and not checked."
            );
        foreach (var (name, value) in values)
            context[name] = value?.DeepClone();
        return true;
    }
}
