using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// A message about a handoff that may follow from another one: whoever may not see that one is not told its number.
/// </summary>
internal sealed class AddressedMessage(Message message, Handoff? parent, Catalog catalog)
{
    private readonly string full = Written(message);
    private string? without;

    internal Message Message => message;

    internal static async Task<IReadOnlyDictionary<long, Handoff>> ReadAsync(
        BatonDb db,
        ILookup<long, HandoffEvent> events,
        CancellationToken cancellationToken
    )
    {
        var ids = events
            .Select(history => HandoffHistory.Fold(history.Key, [history.First()]).ParentId)
            .OfType<long>()
            .Distinct()
            .ToList();
        return ids.Count == 0
            ? new Dictionary<long, Handoff>()
            : await db
                .Handoffs.AsNoTracking()
                .Where(handoff => EF.Parameter(ids).Contains(handoff.Id))
                .ToDictionaryAsync(handoff => handoff.Id, cancellationToken);
    }

    /// <summary>What is kept of it for one who is told.</summary>
    internal string PayloadFor(Addressee addressee) =>
        message.ParentId is null || MaySee(addressee)
            ? full
            : without ??= Written(
                message with
                {
                    ParentId = null,
                    Facts = [.. message.Facts.Where(fact => fact.Label != FactLabels.Follows)],
                }
            );

    /// <summary>A channel is read by all of its team; a person may see more, by another team.</summary>
    private bool MaySee(Addressee addressee)
    {
        if (parent is null)
            return false;
        return addressee.PersonKey is { } person && catalog.CallerOf(person) is { } caller
            ? parent.IsVisibleTo(caller)
            : parent.IsVisibleTo(addressee.Team);
    }

    private static string Written(Message message) => JsonSerializer.Serialize(message, BatonJson.Options);
}
