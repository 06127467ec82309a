using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>The senders' own numbers: a repeated create gives the first handoff again.</summary>
internal static class ExternalKeys
{
    internal static Task<Handoff?> FirstAsync(
        BatonDb db,
        string template,
        string key,
        CancellationToken cancellationToken
    ) =>
        db.Handoffs.SingleOrDefaultAsync(
            handoff => handoff.Template == template && handoff.ExternalKey == key,
            cancellationToken
        );

    /// <summary>The first one again, or why the key cannot be had.</summary>
    /// <param name="first">What was made with the key.</param>
    /// <param name="request">What is to be made with it now.</param>
    /// <param name="hash">The fingerprint of that.</param>
    /// <param name="past">What happened to it elsewhere.</param>
    internal static Outcome<CreateHandoff.Result> Again(
        Handoff first,
        CreateHandoffRequest request,
        string hash,
        History? past = null
    )
    {
        if (first.ContentHash == hash || first.ContentHash == FormerHashOf(request, past))
            return new CreateHandoff.Result(first, New: false);
        var key = request.ExternalKey!;
        var detail = T("Handoff {0} has the external key {1} and other content.", first.Id, key);
        return new Refusal(409, "external-key-taken", T("The external key is taken"), detail)
        {
            State = Handoff.Wire(first.Status),
            Errors = [new FieldError("external_key", "taken", detail)],
        };
    }

    /// <summary>
    /// The fingerprint of what it is created with: the same for the same content, in whatever order its members stand
    /// and however its numbers are written.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="past">What happened to it elsewhere, where it is imported with its history.</param>
    internal static string HashOf(CreateHandoffRequest request, History? past = null)
    {
        var plain = request with { ExternalKey = null, Waivers = request.Waivers is [] ? null : request.Waivers };
        var content = new StringBuilder();
        Write(content, JsonSerializer.SerializeToElement(plain, BatonJson.Options));
        if (past is not null)
            Write(content, JsonSerializer.SerializeToElement(past, BatonJson.Options));
        return HashOf(content.ToString());
    }

    /// <summary>As versions before this one made it, of the text as it was sent.</summary>
    private static string FormerHashOf(CreateHandoffRequest request, History? past) =>
        HashOf(
            JsonSerializer.Serialize(request with { ExternalKey = null }, BatonJson.Options)
                + (past is null ? "" : JsonSerializer.Serialize(past, BatonJson.Options))
        );

    private static string HashOf(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>A member without a value is as good as none.</summary>
    private static void Write(StringBuilder content, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                content.Append('{');
                foreach (
                    var member in value
                        .EnumerateObject()
                        .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                        .OrderBy(member => member.Name, StringComparer.Ordinal)
                )
                {
                    content.Append(JsonSerializer.Serialize(member.Name)).Append(':');
                    Write(content, member.Value);
                }

                content.Append('}');
                break;
            case JsonValueKind.Array:
                content.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(content, item);
                    content.Append(',');
                }

                content.Append(']');
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                // Dividing by one takes away the zeros at its end.
                content.Append((number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                content.Append(value.GetRawText());
                break;
        }
    }
}
