using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Client;

namespace Baton.Channels.Webhook;

/// <summary>The body of a webhook: the same bytes at every attempt, and no context values.</summary>
internal sealed record WebhookBody(string Type, DateTime Timestamp, WebhookData Data)
{
    internal static byte[] Of(Message message) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(
                message.Kind,
                // A database gives the kind back as unspecified, which JSON would write without its Z.
                DateTime.SpecifyKind(message.At, DateTimeKind.Utc),
                new WebhookData(
                    message.HandoffId,
                    message.Title,
                    message.Template,
                    message.FromTeam,
                    message.ToTeam,
                    message.Status,
                    message.ContextRevision,
                    message.Actor,
                    message.Url,
                    message.ParentId
                )
            ),
            BatonJson.Options
        );
}

internal sealed record WebhookData(
    long HandoffId,
    string Title,
    string Template,
    string FromTeam,
    string ToTeam,
    string Status,
    int ContextRevision,
    string? Actor,
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ParentId
);
