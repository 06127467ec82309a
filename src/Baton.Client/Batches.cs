using System.Text.Json;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Gives one command for many handoffs, each in a transaction of its own.</summary>
    public Task<BatchRecord> BatchAsync(BatchRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<BatchRecord>(HttpMethod.Post, "handoffs/batch", Body(request), null, null, cancellationToken);

    /// <summary>Begins a draft with the context of another handoff.</summary>
    public Task<HandoffRecord> CopyAsync(
        long id,
        CopyRequest? request = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "copy", request ?? new CopyRequest(), null, cancellationToken);
}

/// <summary>One command for many handoffs.</summary>
/// <param name="Ids">1 to 100 handoffs; one that is named twice counts once.</param>
/// <param name="Command">The name of the command, as in <c>allowed_commands</c>, or <c>complete_steps</c>.</param>
/// <param name="Body">What the command takes.</param>
public sealed record BatchRequest(IReadOnlyList<long> Ids, string Command, JsonElement? Body = null);

/// <summary>What came of a batch, in the order of the ids.</summary>
/// <param name="Results">A row for each handoff.</param>
public sealed record BatchRecord(IReadOnlyList<BatchResult> Results);

/// <summary>What came of one handoff of a batch.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="Status">The HTTP status that the command alone would have had.</param>
/// <param name="Problem">Why it was refused; null where it was done.</param>
public sealed record BatchResult(long HandoffId, int Status, Problem? Problem = null);

/// <summary>Copies a handoff.</summary>
/// <param name="Attachments">Whether the files are copied too.</param>
public sealed record CopyRequest(bool Attachments = false);
