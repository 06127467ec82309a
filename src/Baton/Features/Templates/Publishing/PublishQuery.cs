using System.ComponentModel;

namespace Baton.Features.Templates.Publishing;

/// <summary>What is said with a template that is published: not in its file, which stays the same.</summary>
internal sealed record PublishQuery
{
    [Description("What changed, for the list of versions. At most 500 characters.")]
    public string? Note { get; init; }
}
