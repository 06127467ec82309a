namespace Baton.Features.Organization;

/// <summary>Who acts, when, through which door, and what was known then. Every verb takes it.</summary>
internal sealed record RequestContext(Caller Caller, Catalog Catalog, DateTime Now, string Door)
{
    /// <summary>The version of the handoff that the caller saw, where they said so (<c>If-Match</c>).</summary>
    internal int? IfMatch { get; init; }

    /// <summary>Whether it tells what happened before: such a change keeps the time that it is told with.</summary>
    internal bool IsHistory { get; init; }

    /// <summary>The request, for what it causes later; null when no collector records it.</summary>
    internal string? Trace { get; init; }
}
