using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Adds an item to a shift that is being prepared, or changes the one that has this key.</summary>
    public Task<HandoffRecord> ChangeItemAsync(
        long id,
        string item,
        ItemRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Put,
            $"handoffs/{id}/items/{Esc(item)}",
            Body(request),
            version,
            null,
            cancellationToken
        );

    /// <summary>Accepts, flags or closes one item of a shift.</summary>
    public Task<HandoffRecord> MarkItemAsync(
        long id,
        string item,
        MarkItemRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"items/{Esc(item)}/mark", request, null, cancellationToken);
}

/// <summary>An item of a shift, as it is to be.</summary>
/// <param name="Severity"><c>stable</c>, <c>watcher</c> or <c>unstable</c>.</param>
/// <param name="Values">
/// The values of its fields, merged into what it has; null removes one. An item that was closed is open again.
/// </param>
public sealed record ItemRequest(Severity Severity, JsonElement Values);

/// <summary>Says what is to become of one item.</summary>
/// <param name="As"><c>accepted</c>, <c>flagged</c> or <c>closed</c>.</param>
/// <param name="Note">What there is to say; where it is flagged, what is wrong.</param>
public sealed record MarkItemRequest(ItemMark As, string? Note = null);

/// <summary>How closely an item must be watched, as in I-PASS.</summary>
public enum Severity
{
    /// <summary>Nothing unusual is expected.</summary>
    Stable,

    /// <summary>It may become worse.</summary>
    Watcher,

    /// <summary>It needs attention now.</summary>
    Unstable,
}

/// <summary>What can be said of one item.</summary>
public enum ItemMark
{
    /// <summary>The receiving team has it.</summary>
    Accepted,

    /// <summary>Something is wrong with it.</summary>
    Flagged,

    /// <summary>It is over and carries on no more.</summary>
    Closed,
}

/// <summary>Where an item of a shift stands.</summary>
public enum ItemState
{
    /// <summary>The receiving team has said nothing of it.</summary>
    Open,

    /// <summary>The receiving team has it.</summary>
    Accepted,

    /// <summary>The receiving team found something wrong with it.</summary>
    Flagged,

    /// <summary>It is over and carries on no more.</summary>
    Closed,
}

/// <summary>What became of the items of a shift, and who signed for them.</summary>
public sealed record Shift
{
    /// <summary>The items, in the order of <c>context.items</c>.</summary>
    public required IReadOnlyList<ShiftItem> Items { get; init; }

    /// <summary>
    /// Who signed: the sender, since it was handed over; both, since it was accepted. Both sign the same revision.
    /// </summary>
    public IReadOnlyList<ShiftSignature> Signatures { get; init; } = [];

    /// <summary>When it was to be handed over, UTC; null where nothing was due.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>When the next one is to be handed over, UTC; null until this one is, or where nothing is due.</summary>
    public DateTime? NextDueAt { get; init; }
}

/// <summary>What became of one item.</summary>
public sealed record ShiftItem
{
    /// <summary>Its key, as in <c>context.items</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Where it stands.</summary>
    public ItemState State { get; init; }

    /// <summary>Who said so; null while nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>When, UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? At { get; init; }

    /// <summary>What was said with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>What the receiver read back of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReadBack { get; init; }

    /// <summary>The handoff from which it was carried on; null where it is new in this one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CarriedFrom { get; init; }
}

/// <summary>A signature under a shift.</summary>
/// <param name="Side"><c>sender</c> or <c>receiver</c>.</param>
/// <param name="Person">Who signed.</param>
/// <param name="At">When, UTC.</param>
/// <param name="ContextRevision">The revision of the context, and so of the list, that was signed.</param>
public sealed record ShiftSignature(SignedSide Side, string Person, DateTime At, int ContextRevision);

/// <summary>Who signs.</summary>
public enum SignedSide
{
    /// <summary>Whoever hands over.</summary>
    Sender,

    /// <summary>Whoever accepts.</summary>
    Receiver,
}
