using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Web;

namespace Baton.Features.Import;

/// <summary>
/// A line of <c>baton export</c>, read as the history that a line can tell. What it cannot tell is refused by name
/// rather than lost: another state than draft, initiated, accepted or completed, and another receiving team than the
/// template's.
/// </summary>
internal static class ExportedLine
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Kept =
    [
        "template",
        "context",
        "priority",
        "from_team",
        "initiated_by",
        "initiated_at",
        "opened_at",
        "accepted_by",
        "accepted_at",
        "completed_by",
        "completed_at",
    ];

    /// <summary>The bytes themselves where they are no such line.</summary>
    internal static Outcome<ReadOnlyMemory<byte>> ToLine(byte[] bytes, Catalog catalog)
    {
        if (!bytes.AsSpan().StartsWith("{\"kind\":"u8) || JsonBody.Parse(bytes).Refused(out _, out var document))
            return (ReadOnlyMemory<byte>)bytes;
        using (document)
        {
            var exported = document.RootElement;
            return FaultOf(exported, catalog) is { } fault ? Refusal.Invalid([fault]) : Convert(exported);
        }
    }

    private static FieldError? FaultOf(JsonElement exported, Catalog catalog)
    {
        if (Text(exported, "kind") is var kind && kind != "handoff")
            return new FieldError(
                "kind",
                "rule",
                $"Lines of kind {kind} are not imported, only lines of kind handoff."
            );
        if (
            Text(exported, "status") is var status
            && status is not ("draft" or "initiated" or "accepted" or "completed")
        )
            return new FieldError(
                "status",
                "rule",
                status.Length == 0
                    ? "status is missing."
                    : $"A handoff with the status {status} cannot be imported as history."
            );
        var receiver = catalog.Templates.GetValueOrDefault(Text(exported, "template"))?.ReceivingTeam;
        return receiver is not null && Text(exported, "to_team") is var team && team != receiver
            ? new FieldError(
                "to_team",
                "rule",
                $"It went to {team}, but with this template history can only be imported for {receiver}."
            )
            : null;
    }

    private static ReadOnlyMemory<byte> Convert(JsonElement exported)
    {
        var draft = Text(exported, "status") == "draft";
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("draft", draft);
            writer.WriteString(
                "external_key",
                Text(exported, "external_key") is { Length: > 0 } key ? key : $"baton-{Raw(exported, "handoff_id")}"
            );
            foreach (
                var member in exported
                    .EnumerateObject()
                    .Where(member =>
                        Kept.Contains(member.Name)
                        && !(draft && member.Name == "from_team")
                        && member.Value.ValueKind != JsonValueKind.Null
                    )
            )
                member.WriteTo(writer);
            writer.WriteStartArray("waivers");
            foreach (var waiver in WaiversOf(exported))
            {
                writer.WriteStartObject();
                foreach (var member in waiver.EnumerateObject().Where(member => member.Name is "field" or "reason"))
                    member.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static IEnumerable<JsonElement> WaiversOf(JsonElement exported) =>
        exported.TryGetProperty("waivers", out var waivers) && waivers.ValueKind == JsonValueKind.Array
            ? waivers.EnumerateArray().Where(waiver => waiver.ValueKind == JsonValueKind.Object)
            : [];

    private static string Raw(JsonElement exported, string member) =>
        exported.TryGetProperty(member, out var value) ? value.GetRawText() : "";

    private static string Text(JsonElement exported, string member) =>
        exported.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
