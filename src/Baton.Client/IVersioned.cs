namespace Baton.Client;

/// <summary>
/// What counts its changes. Its version is the <c>ETag</c> of an answer, and what <c>If-Match</c> of a change names.
/// </summary>
public interface IVersioned
{
    /// <summary>Counts every change.</summary>
    int Version { get; }
}
