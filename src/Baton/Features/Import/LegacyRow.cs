using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;
using Baton.Web;

namespace Baton.Features.Import;

/// <summary>A row of the earlier tracker, understood.</summary>
internal sealed record LegacyRow(
    long Id,
    LegacyName Type,
    LegacyName From,
    LegacyName To,
    JsonElement Context,
    History Past,
    IReadOnlyList<RowNote> Notes
)
{
    /// <summary>Numbers above it are not told exactly by every program that reads JSON.</summary>
    internal const long HighestId = (1L << 53) - 1;

    /// <summary>Tells on a later run whether a handoff with this id is this row.</summary>
    internal string Print =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    JsonSerializer.Serialize(
                        new object?[]
                        {
                            "legacy",
                            Id,
                            Type.Name,
                            From.Name,
                            To.Name,
                            Context,
                            Past.InitiatedBy,
                            Past.InitiatedAt,
                        },
                        BatonJson.Options
                    )
                )
            )
        );

    internal static Outcome<LegacyRow> Read(LegacyRaw raw, LocalTimes times, LegacyDirectory directory)
    {
        var faults = LegacyFile.Columns.Select(column => TextFault(column, raw[column])).OfType<FieldError>().ToList();
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var id = ReadId(raw["id"], faults);
        var type = ReadName(raw, "handoff_type", directory.Templates, faults);
        var from = ReadName(raw, "from_team", directory.Teams, faults);
        var to = ReadName(raw, "to_team", directory.Teams, faults);
        var context = ReadContext(raw["context_json"], faults);
        var steps = LegacySteps.Read(raw, times, faults);
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var by = Text(raw["initiated_by"]) is { } name && !Blank.Is(name) ? name : null;
        var past = new History(from!.Key, by, steps!.Initiated, null, null, steps.Accepted, null, steps.Completed);
        return new LegacyRow(id, type!, from, to!, context, past, steps.Notes);
    }

    internal static string? Text(object? value) =>
        value switch
        {
            null or byte[] => null,
            string text => text,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    private static long ReadId(object? value, List<FieldError> faults)
    {
        if (value is long id and > 0 and <= HighestId)
            return id;
        faults.Add(
            new FieldError("id", "rule", $"id must be a whole number from 1 to {HighestId}; it is '{Text(value)}'.")
        );
        return 0;
    }

    private static FieldError? TextFault(string column, object? value) =>
        value == LegacyRaw.NotUtf8
            ? new FieldError(
                column,
                "text",
                $"{column} is not UTF-8. Correct its text in the earlier tracker, or leave the row out."
            )
        : value is string text && column != "context_json" && !StorableText.Is(text)
            ? new FieldError(column, "text", $"{column} contains a NUL character. Remove it.")
        : null;

    private static LegacyName? ReadName(LegacyRaw raw, string column, LegacyKeys keys, List<FieldError> faults)
    {
        var name = Text(raw[column])?.Trim() ?? "";
        if (keys.KeyOf(name) is { } key)
            return new LegacyName(key, KeyNames.Short(name));
        faults.Add(
            new FieldError(
                column,
                name.Length == 0 ? "missing" : "rule",
                name.Length == 0
                    ? $"{column} is missing."
                    : $"{column} '{name}' has no letter or digit. Use a name such as sales."
            )
        );
        return null;
    }

    private static JsonElement ReadContext(object? value, List<FieldError> faults)
    {
        if (value is null)
            return JsonElement.Parse("{}");
        if (value is not string text || Blank.Is(text))
            faults.Add(
                new FieldError(
                    "context_json",
                    "syntax",
                    "context_json is not JSON. Write an object such as {\"client_name\": \"Acme\"}."
                )
            );
        else if (JsonBody.Parse(Encoding.UTF8.GetBytes(text)).Refused(out var refusal, out var document))
            faults.AddRange(
                refusal.Errors.Select(error =>
                    error with
                    {
                        Field = "context_json",
                        Message = $"context_json: {error.Message}",
                    }
                )
            );
        else if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document.RootElement;
        else
            faults.Add(
                new FieldError(
                    "context_json",
                    "type",
                    "context_json must be an object such as {\"client_name\": \"Acme\"}."
                )
            );
        return default;
    }
}

/// <summary>A name of the earlier tracker, and the key that stands for it here.</summary>
internal sealed record LegacyName(string Key, string Name);
