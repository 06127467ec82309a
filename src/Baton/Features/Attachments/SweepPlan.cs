using Baton.Storage;

namespace Baton.Features.Attachments;

/// <summary>What a sweep would do at this moment.</summary>
internal sealed record SweepPlan
{
    internal required string Installation { get; init; }

    /// <summary>Whether the folder belongs to this installation; where not, nothing is to be done.</summary>
    internal required bool IsOurs { get; init; }

    /// <summary>What files were called that handoffs named once, by their hash.</summary>
    internal required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>
    /// Files that handoffs of this installation once named, or uploads of it left, and none names now.
    /// </summary>
    internal IReadOnlyList<string> ToTrash { get; init; } = [];

    /// <summary>Files that none of its handoffs ever named.</summary>
    internal IReadOnlyList<string> Unnamed { get; init; } = [];

    /// <summary>Uploads that were broken off, and marks of them: no files of anybody yet.</summary>
    internal IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>Files in the trash that a handoff names, and that are nowhere else.</summary>
    internal IReadOnlyList<TrashedFile> ToPutBack { get; init; } = [];

    /// <summary>All that lies in the trash, the oldest first.</summary>
    internal IReadOnlyList<TrashedFile> Trash { get; init; } = [];

    internal required string TrashRoot { get; init; }

    /// <summary>Files whose time in the trash is over.</summary>
    internal IReadOnlyList<TrashedFile> Expired { get; init; } = [];
}
