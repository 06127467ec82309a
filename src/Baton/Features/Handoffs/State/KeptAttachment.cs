using System.Text.Json.Serialization;
using Baton.Client;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// A file of a handoff, as its state holds it. One that was taken away stays as a line, so that its number is never
/// given again.
/// </summary>
internal sealed record KeptAttachment(
    int Number,
    string Name,
    string ContentType,
    long Size,
    string Sha256,
    string By,
    DateTime At
)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? RemovedAt { get; init; }

    internal AttachmentRecord ToRecord() => new(Number, Name, ContentType, Size, Sha256, By, At);
}
