namespace Baton.Client;

/// <summary>Days on which a person is away, and who covers for them.</summary>
public sealed record AbsenceRecord
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Who is away.</summary>
    public required string Person { get; init; }

    /// <summary>The first day away, <c>yyyy-mm-dd</c>, by the clock of the person's team (the first by key).</summary>
    public required string From { get; init; }

    /// <summary>The last day away, <c>yyyy-mm-dd</c>.</summary>
    public required string Until { get; init; }

    /// <summary>Who stands in.</summary>
    public required string Substitute { get; init; }

    /// <summary>Why, or what else is to be known.</summary>
    public string? Note { get; init; }

    /// <summary>Who noted it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was noted.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When the person was back before the last day; null where they were not.</summary>
    public DateTime? EndedAt { get; init; }
}

/// <summary>
/// Notes that a person is away. Meanwhile notices to them go to the substitute too, and what is assigned to them
/// bears both names.
/// </summary>
/// <param name="From">The first day away, <c>yyyy-mm-dd</c>.</param>
/// <param name="Until">The last day away, <c>yyyy-mm-dd</c>.</param>
/// <param name="Substitute">Who stands in: somebody of the same team.</param>
/// <param name="Note">Why, or what else is to be known.</param>
public sealed record AbsenceRequest(string From, string Until, string Substitute, string? Note = null);

/// <summary>Ends an absence.</summary>
public sealed record EndAbsenceRequest;
