using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// A person of the receiving team sees a handoff for the first time: the one thing that reading writes.
/// </summary>
internal static class OpenHandoff
{
    /// <summary>So long a reader waits for a writer that is held up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb reading,
        Writer writer,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await reading.FindAsync(context, id);
        if (found.Refused(out _, out var handoff) || !handoff.IsUnopenedFor(context.Caller))
            return found;
        try
        {
            return await writer
                .WriteAsync((db, token) => MarkAsync(db, context, id, token), cancellationToken)
                .WaitAsync(Patience, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException || StoreFault.Of(exception) is not null)
        {
            // Reading needs no writer. It is noted when the writer is free again, or when somebody of the team reads
            // it the next time.
            return found;
        }
    }

    private static async Task<Outcome<Handoff>> MarkAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await db.FindAsync(context, id);
        if (found.Refused(out _, out var handoff) || handoff.Open(context.Caller, context.Now) is not { } opened)
            return found;
        return await db.KeepAsync(context, handoff, opened, cancellationToken);
    }
}
