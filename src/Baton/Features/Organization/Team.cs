using Baton.Client;
using Baton.Features.Clocks;

namespace Baton.Features.Organization;

internal sealed class Team
{
    public required string Key { get; init; }

    public required string Name { get; set; }

    public required string TimeZone { get; set; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> WorkingHours { get; set; } =
        new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyList<string> Holidays { get; set; } = [];

    public required DateTime CreatedAt { get; init; }

    /// <summary>Since when it takes nothing over any more.</summary>
    public DateTime? ClosedAt { get; set; }

    public int Version { get; set; } = 1;

    public List<Channel> Channels { get; } = [];

    public List<Membership> Members { get; } = [];

    internal WorkingCalendar ToCalendar()
    {
        var (calendar, faults) = WorkingCalendar.Parse(TimeZone, WorkingHours, Holidays);
        return calendar
            ?? throw new InvalidOperationException($"The stored calendar of {Key} is wrong: {faults[0].Message}");
    }
}

internal sealed class Membership
{
    public required string TeamKey { get; init; }

    public required string PersonKey { get; init; }

    public required TeamRole Role { get; set; }

    /// <summary>
    /// Whether it follows from a group at the provider by which people sign in; else somebody here made it.
    /// </summary>
    public bool ByGroup { get; set; }

    /// <summary>The lead among active members to whom goes what has lost its owner; null: there is none.</summary>
    internal static string? LeadOf(IEnumerable<Membership> active) =>
        active
            .Where(member => member.Role == TeamRole.Lead)
            .Select(member => member.PersonKey)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
}

/// <summary>A way to tell a team. Address, URL and secret are kept encrypted: a Slack URL is a secret too.</summary>
internal sealed class Channel
{
    public long Id { get; init; }

    public required string TeamKey { get; init; }

    public required string Type { get; init; }

    public required string ProtectedSettings { get; set; }

    /// <summary>The kinds of notice that it wants; null: all.</summary>
    public IReadOnlyList<string>? Kinds { get; set; }

    public DeliveryPace Pace { get; set; }

    public DateTime? DisabledAt { get; set; }

    public string? DisabledReason { get; set; }

    /// <summary>Counts what people changed of it.</summary>
    public int Version { get; set; } = 1;
}
