namespace Baton.Features.Organization;

/// <summary>
/// Days on which a person is away and another one stands in. Days are those of the person's own team.
/// </summary>
internal sealed class Absence
{
    public long Id { get; init; }

    public required string PersonKey { get; init; }

    public required DateOnly FirstDay { get; init; }

    /// <summary>The last day away.</summary>
    public required DateOnly LastDay { get; init; }

    public required string SubstituteKey { get; init; }

    public string? Note { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public string? EndedBy { get; set; }

    /// <summary>
    /// When the person was back before the last day, or the absence was called off; null while it stands.
    /// </summary>
    public DateTime? EndedAt { get; set; }

    internal bool Holds(DateOnly day) => EndedAt is null && FirstDay <= day && day <= LastDay;

    internal bool Overlaps(DateOnly first, DateOnly last) => EndedAt is null && FirstDay <= last && first <= LastDay;
}
