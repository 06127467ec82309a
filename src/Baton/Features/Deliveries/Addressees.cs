using Baton.Channels;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>Where one delivery goes.</summary>
internal sealed record Addressee(
    string Team,
    string Channel,
    long? ChannelId,
    string? PersonKey,
    string Address,
    DeliveryPace Pace = DeliveryPace.Immediate
)
{
    /// <summary>Who was to be told in person, where nobody could be; null where the whole team was meant.</summary>
    internal IReadOnlyList<string>? People { get; init; }

    /// <summary>Who hears of it in Baton: a person, or the active people of the team that was told.</summary>
    internal IEnumerable<string> HearersIn(Catalog catalog, string? actor) =>
        (
            PersonKey is { } person
                ? [person]
                : People ?? catalog.Teams.GetValueOrDefault(Team)?.Team.Members.Select(member => member.PersonKey) ?? []
        ).Where(hearer => hearer != actor && catalog.CallerOf(hearer) is not null);

    /// <summary>
    /// Who reads it, whichever way it was found: people do not tell onb@ from ONB@, and get one mail of one thing.
    /// </summary>
    internal string Reader =>
        Channel switch
        {
            ChannelTypes.InPerson => $"mail {Address.ToUpperInvariant()}",
            Delivery.NoChannel => $"nobody in {Team}",
            _ => Target,
        };

    internal const string MailTarget = ChannelTypes.InPerson;

    internal static Addressee Of(Delivery delivery) =>
        new(delivery.Team, delivery.Channel, delivery.ChannelId, delivery.PersonKey, delivery.Address);

    /// <summary>All mail goes through one mail server; every other channel is a receiver of its own.</summary>
    internal string Target => TargetOf(Channel, ChannelId);

    internal static string TargetOf(string channel, long? id) =>
        channel == ChannelTypes.InPerson ? MailTarget : $"channel {id}";
}

/// <summary>Which channels and people stand for a team: its channels; where none is on, its people by email.</summary>
internal sealed class Addressees(ChannelVault vault, ChannelTypes types, ChannelOptions options, TimeProvider time)
{
    /// <summary>Who is told on behalf of a team; none when nobody can be.</summary>
    /// <param name="catalog">People and teams of this moment.</param>
    /// <param name="team">The team.</param>
    /// <param name="kind">
    /// The kind of notice: a channel may want only some. Null for what is said on every channel: an alarm.
    /// </param>
    /// <param name="actor">Who did it, and so need not be told in person.</param>
    internal IReadOnlyList<Addressee> OfTeam(Catalog catalog, string team, string? kind, string? actor)
    {
        if (!catalog.Teams.TryGetValue(team, out var known))
            return [];
        var on = known.Team.Channels.Where(channel => channel.DisabledAt is null).ToList();
        return on.Count > 0
            ?
            [
                .. on.Where(channel => channel.Kinds is null || kind is null || channel.Kinds.Contains(kind))
                    .OrderBy(channel => channel.Id)
                    .Select(channel => Of(team, channel)),
            ]
            : MembersOf(catalog, team, actor);
    }

    /// <summary>The people of a team, each by their own address.</summary>
    internal IReadOnlyList<Addressee> MembersOf(Catalog catalog, string team, string? actor) =>
        catalog.Teams.TryGetValue(team, out var known)
            ? InPerson(
                catalog,
                team,
                known.Team.Members.Select(member => member.PersonKey).Where(person => person != actor)
            )
            : [];

    /// <summary>Those who look after a team's channels: its leads, and the admins.</summary>
    internal IReadOnlyList<Addressee> KeepersOf(Catalog catalog, string team)
    {
        return InPerson(catalog, team, LeadKeys(catalog, team).Concat(AdminsOf(catalog)).Distinct());
    }

    internal IReadOnlyList<Addressee> LeadsOf(Catalog catalog, string team) =>
        InPerson(catalog, team, LeadKeys(catalog, team));

    internal IReadOnlyList<Addressee> Admins(Catalog catalog, string team) =>
        InPerson(catalog, team, AdminsOf(catalog));

    /// <summary>
    /// People by email, and with those who are away their substitutes; none of them while email is not set up.
    /// </summary>
    internal IReadOnlyList<Addressee> InPerson(Catalog catalog, string team, IEnumerable<string> people) =>
        InOwnName(catalog, team, WithSubstitutes(catalog, team, people));

    /// <summary>People by email, without those who cover for them: what each of them chose to hear.</summary>
    internal IReadOnlyList<Addressee> InOwnName(Catalog catalog, string team, IEnumerable<string> people) =>
        options.Smtp is null
            ? []
            :
            [
                .. people
                    .Where(person => catalog.CallerOf(person) is not null)
                    .Order(StringComparer.Ordinal)
                    .Select(person => new Addressee(
                        team,
                        ChannelTypes.InPerson,
                        null,
                        person,
                        catalog.People[person].Email,
                        catalog.People[person].Pace
                    )),
            ];

    private IEnumerable<string> WithSubstitutes(Catalog catalog, string team, IEnumerable<string> people)
    {
        var now = time.UtcNow();
        return people
            .SelectMany(person => (string[])[person, catalog.Absences.ActingFor(person, now, team)])
            .Distinct();
    }

    private static IEnumerable<string> LeadKeys(Catalog catalog, string team) =>
        catalog.Teams.TryGetValue(team, out var known)
            ? known.Team.Members.Where(member => member.Role == TeamRole.Lead).Select(member => member.PersonKey)
            : [];

    private static IEnumerable<string> AdminsOf(Catalog catalog) =>
        catalog.People.Values.Where(person => person.IsAdmin).Select(person => person.Key);

    private Addressee Of(string team, Organization.Channel channel)
    {
        var settings = vault.Open(channel.ProtectedSettings);
        return new Addressee(
            team,
            channel.Type,
            channel.Id,
            null,
            settings is null ? "(its key is missing)" : types.Mask(channel.Type, settings),
            channel.Pace
        );
    }
}
