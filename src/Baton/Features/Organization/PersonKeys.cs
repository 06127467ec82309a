using System.Collections.Frozen;

namespace Baton.Features.Organization;

/// <summary>
/// The keys that nobody may have: Baton signs with its own in the audit log and in the history, and the others read
/// as something else than a person. Whatever makes a person asks here.
/// </summary>
internal static class PersonKeys
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        Caller.System.Person,
        "system",
        "server",
        "me",
        "guest",
        "anonymous",
        "everybody",
        "everyone",
        "nobody",
        "none",
        "null",
        "unknown"
    );

    internal static bool IsReserved(string key) => Reserved.Contains(key);

    /// <summary>
    /// What a name of the past stands as in the history: never as Baton's own, as if no person had done it.
    /// </summary>
    internal static string OfThePast(string name) =>
        string.Equals(name.Trim(), Caller.System.Person, StringComparison.OrdinalIgnoreCase)
            ? $"x_{name.Trim()}"
            : name;
}
