using Baton.Channels;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.Commands.Assisting;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Features.Notices;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>
/// Who reads a notice: its teams over their channels, or people in person; and who wants to hear nothing.
/// </summary>
internal sealed class NoticeReaders(Addressees addressees, ClockAudience clockAudience)
{
    /// <summary>Whoever has not heard of a lower rung hears of this one in its place.</summary>
    internal IEnumerable<Addressee> OfClock(
        Notice notice,
        ClockNotice clock,
        Handoff then,
        ILookup<long, Delivery> lower,
        Catalog catalog
    ) =>
        clock
            .Tell.SelectMany(who => OrNobody(clockAudience.Of(who, clock, then, catalog), clock.Team))
            .Concat(Superseded.IsRung(notice) ? lower[notice.HandoffId].Select(Addressee.Of) : []);

    internal IReadOnlyList<Addressee> Of(
        Audience audience,
        Message message,
        HandoffChange change,
        Handoff then,
        Catalog catalog
    )
    {
        if (audience == Audience.Mentioned)
            return TellMentioned(message, change, then, catalog);
        var team = audience switch
        {
            Audience.Sender => then.FromTeam,
            Audience.Assisting => ((IAssistChange)change).Team,
            _ => then.ToTeam,
        };
        var told =
            audience == Audience.Owner
                ? addressees.InPerson(catalog, team, [((HandoffAssigned)change).To!])
                : addressees.OfTeam(catalog, team, message.Kind, message.Actor);
        return told.Count == 0 && audience != Audience.Owner && HasQuietChannels(catalog, team)
            ? told
            : OrNobody(told, team, audience == Audience.Owner ? [((HandoffAssigned)change).To!] : null);
    }

    /// <summary>Those who may see it still, each on behalf of a team through which they do.</summary>
    private IReadOnlyList<Addressee> TellMentioned(
        Message message,
        HandoffChange change,
        Handoff then,
        Catalog catalog
    ) =>
        [
            .. change
                .Mentioned.Where(person => person != message.Actor)
                .Select(catalog.CallerOf)
                .OfType<Caller>()
                .Where(then.IsVisibleTo)
                .GroupBy(person => Watchers.TeamOf(person, then), person => person.Person)
                .SelectMany(people =>
                    OrNobody(addressees.InPerson(catalog, people.Key, people), people.Key, [.. people])
                ),
        ];

    private static IReadOnlyList<Addressee> OrNobody(
        IReadOnlyList<Addressee> told,
        string team,
        IReadOnlyList<string>? people = null
    ) => told.Count > 0 ? told : [new Addressee(team, Delivery.NoChannel, null, null, "") { People = people }];

    /// <summary>
    /// Whoever a comment names is told that, and not a second time as one of their team; whoever muted the handoff
    /// is not told what goes to all of a team.
    /// </summary>
    internal static HashSet<string> DeafOf(
        Notice notice,
        HandoffChange change,
        IReadOnlyList<Audience> audiences,
        IReadOnlyList<HandoffWatch> watches
    )
    {
        var deaf = new HashSet<string>(StringComparer.Ordinal);
        if (notice.Kind == change.Kind)
            deaf.UnionWith(change.Mentioned);
        if (notice.Data is null && audiences.All(IsTeam))
            deaf.UnionWith(watches.Where(watch => watch.Muted).Select(watch => watch.PersonKey));
        return deaf;
    }

    internal static bool IsTeam(Audience audience) =>
        audience is Audience.Sender or Audience.Receiver or Audience.Assisting;

    /// <summary>A team whose channels are on but do not want this kind has chosen not to be told.</summary>
    internal static bool HasQuietChannels(Catalog catalog, string team) =>
        catalog.Teams.TryGetValue(team, out var known)
        && known.Team.Channels.Any(channel => channel.DisabledAt is null);
}
