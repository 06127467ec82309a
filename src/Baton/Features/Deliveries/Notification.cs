using Baton.Client;
using Baton.Core;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>What a person was told of a handoff, whichever channel it went over.</summary>
internal sealed class Notification
{
    public long Id { get; init; }

    public required string PersonKey { get; init; }

    public required long HandoffId { get; init; }

    public required int EventSeq { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>What happened, in an English sentence.</summary>
    public required string Text { get; init; }

    /// <summary>What the sentence is made of, as JSON; null: it was kept before that was.</summary>
    public string? Words { get; init; }

    /// <summary>Who did it; null for what a clock did.</summary>
    public string? Actor { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ReadAt { get; set; }

    internal NotificationRecord ToRecord(Catalog catalog, Uri baseUrl) =>
        new()
        {
            Id = Id,
            Kind = Kind,
            HandoffId = HandoffId,
            Title = Title,
            Text = NotificationWords.Say(this, catalog),
            Actor = Actor,
            At = CreatedAt,
            Read = ReadAt is not null,
            Url = HandoffRecords.UrlOf(HandoffId, baseUrl),
        };
}
