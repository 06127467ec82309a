using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Open;

/// <summary>
/// A person of the receiving team sees a handoff for the first time: the one thing that reading writes.
/// </summary>
internal sealed class OpenHandoff : HandoffCommand
{
    internal static readonly OpenHandoff Command = new();

    /// <summary>So long a reader waits for a writer that is held up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private OpenHandoff()
        : base("open", Side.Receiver, [HandoffStatus.Initiated]) { }

    internal override bool IsGivenByHand => false;

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffOpened>(HandoffOpened.EventName)
        {
            Timeline = (_, told) => new(T("{0} opened it", told.Who)),
        },
    ];

    internal override string Button(HandoffRecord handoff) => T("Open");

    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb reading,
        Writer writer,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await reading.FindAsync(context, id);
        if (found.Refused(out _, out var handoff) || !IsUnopenedFor(handoff, context.Caller))
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

    /// <summary>No event when somebody saw it before, or sees it from elsewhere.</summary>
    internal static HandoffEvent? Decide(Handoff handoff, Caller caller, DateTime at) =>
        IsUnopenedFor(handoff, caller)
            ? handoff.Record(new HandoffOpened(handoff.ContextRevision), at, caller, handoff.ToTeam)
            : null;

    /// <summary>An admin who looks on from outside does not open it for the team.</summary>
    private static bool IsUnopenedFor(Handoff handoff, Caller caller) =>
        Command.From.Contains(handoff.Status) && handoff.OpenedAt is null && caller.Teams.ContainsKey(handoff.ToTeam);

    private static async Task<Outcome<Handoff>> MarkAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        context = context.AtWrite(db);
        var found = await db.FindAsync(context, id);
        if (found.Refused(out _, out var handoff) || Decide(handoff, context.Caller, context.Now) is not { } opened)
            return found;
        return await db.KeepAsync(context, handoff, opened, cancellationToken);
    }
}
