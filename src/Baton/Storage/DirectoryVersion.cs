using Baton.Features.SignIn;

namespace Baton.Storage;

/// <summary>
/// A number that grows with every change of people, teams or templates; whoever keeps a copy of them looks whether it
/// moved.
/// </summary>
internal sealed class DirectoryVersion
{
    internal const string Directory = "directory";

    /// <summary>Grows when a session ends.</summary>
    internal const string Sessions = "sessions";

    /// <summary>The number up to which handoffs still wait for their words to be cut anew; 0: none does.</summary>
    internal const string Search = "search";

    public required string Name { get; init; }

    public required long Value { get; set; }
}
