using Baton.Client;

namespace Baton.Features.Organization;

/// <summary>A row of the store: one version of a template, never changed.</summary>
internal sealed class PublishedTemplate
{
    public required string Key { get; init; }

    public required int Version { get; init; }

    public required Template Content { get; init; }

    public required string ContentHash { get; init; }

    public string? PublishedBy { get; init; }

    public required DateTime PublishedAt { get; init; }

    /// <summary>What whoever published it said of it.</summary>
    public string? Note { get; init; }
}
