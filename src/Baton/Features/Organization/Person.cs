using Baton.Client;

namespace Baton.Features.Organization;

internal sealed class Person
{
    public required string Key { get; init; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    /// <summary>
    /// Since when the address is known to be theirs; null: somebody typed it, and it may be another person's.
    /// </summary>
    public DateTime? EmailProvedAt { get; set; }

    public PersonKind Kind { get; init; }

    /// <summary>Who answers for an agent; null for a person.</summary>
    public string? OwnerKey { get; set; }

    public bool IsAdmin { get; set; }

    /// <summary>Who they are in Slack, for example <c>U012AB3CD</c>; null while nobody knows.</summary>
    public string? SlackId { get; set; }

    /// <summary>
    /// In which language they are told, such as <c>de</c>; null: their browser decides, and the organization.
    /// </summary>
    public string? Language { get; set; }

    /// <summary>How often they get emails.</summary>
    public DeliveryPace Pace { get; set; }

    /// <summary>When the next weekly summary goes to them; null: they do not want it.</summary>
    public DateTime? SummaryDueAt { get; set; }

    internal bool IsAgent => Kind == PersonKind.Agent;

    internal bool WantsSummary => SummaryDueAt is not null;

    public required DateTime CreatedAt { get; init; }

    /// <summary>Since when the person may no longer sign in or be told.</summary>
    public DateTime? DeactivatedAt { get; set; }
}
