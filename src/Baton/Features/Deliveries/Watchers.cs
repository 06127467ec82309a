using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Who hears more or less of a handoff than its teams.</summary>
internal sealed class Watchers(Addressees addressees)
{
    internal static async Task<ILookup<long, HandoffWatch>> ReadAsync(
        BatonDb db,
        IReadOnlyList<long> handoffs,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .Watches.AsNoTracking()
                .Where(watch => EF.Parameter(handoffs).Contains(watch.HandoffId))
                .ToListAsync(cancellationToken)
        ).ToLookup(watch => watch.HandoffId);

    /// <summary>Those who watch it and may see it still, but for whoever did it.</summary>
    internal static IEnumerable<Caller> Of(
        IEnumerable<HandoffWatch> watches,
        Message message,
        Handoff then,
        Catalog catalog
    ) =>
        watches
            .Where(watch => !watch.Muted && watch.PersonKey != message.Actor)
            .Select(watch => catalog.CallerOf(watch.PersonKey))
            .OfType<Caller>()
            .Where(then.IsVisibleTo);

    /// <summary>By their own address, and nobody in their place.</summary>
    internal IReadOnlyList<Addressee> AddresseeOf(Caller person, Message message, Catalog catalog) =>
        addressees.InOwnName(
            catalog,
            ((string[])[message.ToTeam, message.FromTeam]).FirstOrDefault(person.Teams.ContainsKey) ?? message.FromTeam,
            [person.Person]
        );

    /// <summary>The team through which somebody sees it.</summary>
    internal static string TeamOf(Caller person, Handoff then) =>
        ((string[])[then.ToTeam, then.FromTeam, .. then.OtherTeams]).FirstOrDefault(person.Teams.ContainsKey)
        ?? then.FromTeam;
}
