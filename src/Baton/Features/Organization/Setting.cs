namespace Baton.Features.Organization;

/// <summary>One thing that admins set for the whole installation.</summary>
internal sealed class Setting
{
    public required string Name { get; init; }

    /// <summary>A text; of a secret, sealed.</summary>
    public required string Value { get; set; }

    public required string ChangedBy { get; set; }

    public required DateTime ChangedAt { get; set; }
}
