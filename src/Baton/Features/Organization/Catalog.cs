using System.Text.Json;
using Baton.Client;
using Baton.Features.Clocks;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Storage.Partitions;

namespace Baton.Features.Organization;

/// <summary>
/// People, teams and templates as they are at one moment: small, read by every request, seldom changed, so kept in
/// memory.
/// </summary>
internal sealed class Catalog
{
    private readonly Dictionary<string, Token> tokens;
    private readonly Dictionary<string, Caller> callers;
    private readonly Dictionary<(string Key, int Version), TemplateVersion> versions;

    internal Catalog(
        long stamp,
        IReadOnlyList<Person> people,
        IReadOnlyList<Token> tokens,
        IReadOnlyList<Team> teams,
        IReadOnlyList<PublishedTemplate> templates,
        Catalog? before = null
    )
    {
        DirectoryVersion = stamp;
        People = people.ToDictionary(person => person.Key);
        Teams = teams.ToDictionary(team => team.Key, team => new KnownTeam(team));
        this.tokens = tokens.ToDictionary(token => token.Hash);
        var roles = teams.SelectMany(team => team.Members).ToLookup(member => member.PersonKey);
        callers = people
            .Where(person => person.DeactivatedAt is null)
            .ToDictionary(
                person => person.Key,
                person => new Caller(
                    person.Key,
                    person.Name,
                    person.IsAdmin,
                    roles[person.Key].ToDictionary(member => member.TeamKey, member => member.Role)
                )
            );
        versions = templates.ToDictionary(
            template => (template.Key, template.Version),
            template => before?.Same(template) ?? ToVersion(template)
        );
        Templates = versions
            .Values.GroupBy(template => template.Key)
            .ToDictionary(group => group.Key, group => group.MaxBy(template => template.Version)!);
    }

    internal long DirectoryVersion { get; }

    /// <summary>Moves when a session ends.</summary>
    internal long SessionStamp { get; private set; }

    internal IReadOnlyDictionary<string, Person> People { get; }

    internal Absences Absences { get; init; } = Absences.None;

    /// <summary>What admins set for the whole installation.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The months of the history; none where it is not partitioned.</summary>
    internal HistoryMonths History { get; init; } = HistoryMonths.None;

    internal IReadOnlyDictionary<string, KnownTeam> Teams { get; }

    /// <summary>The newest version of each template.</summary>
    internal IReadOnlyDictionary<string, TemplateVersion> Templates { get; }

    internal TemplateVersion? Version(string template, int version) => versions.GetValueOrDefault((template, version));

    /// <summary>A published version never changes, so what was made ready of it once is used again.</summary>
    private TemplateVersion? Same(PublishedTemplate row) =>
        Version(row.Key, row.Version) is { } known && known.PublishedAt == row.PublishedAt ? known : null;

    /// <summary>Whoever was said to be this person of Slack, active or not.</summary>
    internal Person? InSlack(string slackId) => People.Values.FirstOrDefault(person => person.SlackId == slackId);

    /// <summary>
    /// The state of the whole store just before this was read: where two are the same, nothing was committed in
    /// between. Of this process alone.
    /// </summary>
    internal string StoreState { get; private set; } = "";

    /// <summary>The same, where nothing but sessions and other tables has changed.</summary>
    internal Catalog At(long sessions, string state)
    {
        if (sessions == SessionStamp && state == StoreState)
            return this;
        var copy = (Catalog)MemberwiseClone();
        copy.SessionStamp = sessions;
        copy.StoreState = state;
        return copy;
    }

    internal Caller? CallerOf(string person) => callers.GetValueOrDefault(person);

    /// <summary>Those members of a team who are not deactivated; nobody where there is no such team.</summary>
    internal IEnumerable<Membership> ActiveMembersOf(string team) =>
        Teams.GetValueOrDefault(team)?.Team.Members.Where(member => CallerOf(member.PersonKey) is not null) ?? [];

    /// <summary>Whoever a token speaks for, and the number of the token.</summary>
    internal (Caller Caller, long Token)? CallerWithToken(string secret, DateTime now) =>
        tokens.GetValueOrDefault(Token.HashOf(secret)) is { } token
        && token.IsValid(now)
        && CallerOf(token.PersonKey) is { } caller
            ? (caller, token.Id)
            : null;

    /// <summary>What a session must hold to be still one, by person.</summary>
    internal IReadOnlyDictionary<string, string> SecurityStamps { private get; init; } =
        new Dictionary<string, string>();

    internal Caller? CallerInSession(string person, string? stamp) =>
        stamp is not null && SecurityStamps.GetValueOrDefault(person) == stamp ? CallerOf(person) : null;

    /// <summary>
    /// The key of whoever signs in by their key or their address; null where nobody or more than one is meant. An
    /// address that somebody merely typed leads to them only while it is nobody's proved one.
    /// </summary>
    internal string? PersonNamed(string name)
    {
        if (callers.ContainsKey(name))
            return name;
        var having = People
            .Values.Where(person => person is { DeactivatedAt: null, IsAgent: false } && HasAddress(person, name))
            .ToList();
        var proved = having.FindAll(person => person.EmailProvedAt is not null);
        return (proved.Count > 0 ? proved : having) is [var only] ? only.Key : null;
    }

    /// <summary>
    /// Everybody whose proved address this is: the active ones, or where there is none, those who were deactivated.
    /// </summary>
    internal IReadOnlyList<Person> PeopleWith(string email)
    {
        var having = People
            .Values.Where(person => person.EmailProvedAt is not null && HasAddress(person, email))
            .ToList();
        return having.Exists(person => person.DeactivatedAt is null)
            ? having.FindAll(person => person.DeactivatedAt is null)
            : having;
    }

    private static bool HasAddress(Person person, string email) =>
        string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase);

    internal static TemplateVersion ToVersion(PublishedTemplate row) =>
        new()
        {
            Key = row.Key,
            Name = row.Content.Name,
            FromTeam = row.Content.FromTeam,
            ReceivingTeam = row.Content.ReceivingTeam,
            Title = row.Content.Title,
            Fields = row.Content.Fields,
            Checklist = row.Content.Checklist,
            AcceptWithin = row.Content.AcceptWithin,
            ResubmitWithin = row.Content.ResubmitWithin,
            CompleteWithin = row.Content.CompleteWithin,
            ReadBack = row.Content.ReadBack,
            ConfirmWithin = row.Content.ConfirmWithin,
            Escalation = row.Content.Escalation,
            Kind = row.Content.Kind,
            Item = row.Content.Item,
            At = row.Content.At,
            Version = row.Version,
            PublishedBy = row.PublishedBy,
            PublishedAt = row.PublishedAt,
            Note = row.Note,
        };
}

/// <summary>A team with its calendar worked out.</summary>
internal sealed class KnownTeam(Team team)
{
    private readonly Lazy<WorkingCalendar> calendar = new(() => team.ToCalendar());

    internal Team Team { get; } = team;

    internal string Key => Team.Key;

    internal bool Has(string person) => RoleOf(person) is not null;

    /// <summary>Null for whoever is not in it.</summary>
    internal TeamRole? RoleOf(string person) => Team.Members.Find(member => member.PersonKey == person)?.Role;

    /// <summary>All that the calendar was worked out from.</summary>
    internal string CalendarText =>
        JsonSerializer.Serialize(
            new
            {
                Team.Key,
                Team.TimeZone,
                Team.WorkingHours,
                Team.Holidays,
            }
        );

    /// <summary>The working time of this team between two moments.</summary>
    internal TimeSpan Between(DateTime from, DateTime to) => calendar.Value.Between(from, to);

    /// <summary>When that much working time of this team has passed; null without a span.</summary>
    internal DateTime? After(DateTime now, string? span) =>
        WorkingSpan.TryParse(span) is { } parsed ? calendar.Value.Add(now, parsed) : null;

    /// <summary>
    /// When a clock that stood still from <paramref name="since"/> on, and should have ended at
    /// <paramref name="due"/>, ends if it goes on now.
    /// </summary>
    internal DateTime Resume(DateTime since, DateTime due, DateTime now) =>
        due <= since ? due : calendar.Value.Add(now, calendar.Value.Between(since, due));

    /// <summary>When so many per cent of the working time between two moments have passed.</summary>
    internal DateTime Share(DateTime start, DateTime due, int percent) =>
        calendar.Value.Add(start, WorkingSpan.Share(calendar.Value.Between(start, due), percent));

    /// <summary>The next of these times of day on a day on which the team works.</summary>
    internal DateTime? NextOf(IReadOnlyList<TimeSpan> times, DateTime utc) => calendar.Value.NextOf(times, utc);

    internal DateTime NextHour(DateTime utc) => calendar.Value.NextHour(utc);

    internal DateTime NextDay(DateTime utc) => calendar.Value.NextDay(utc);

    internal DateTime NextWeek(DateTime utc) => calendar.Value.NextWeek(utc);

    /// <summary>The moment itself while the team is open, else the next at which it opens.</summary>
    internal DateTime NextOpen(DateTime utc) => calendar.Value.NextOpen(utc);
}
