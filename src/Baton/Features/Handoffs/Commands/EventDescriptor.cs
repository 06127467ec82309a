using Baton.Channels;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Whom a notice asks to act.</summary>
internal enum Asks
{
    Nobody,
    Receiver,
    Sender,
    Owner,
    OtherSide,
}

/// <summary>How an event is told: on the timeline, in notices, and to whom.</summary>
internal abstract class EventDescriptor(string kind, Type type)
{
    internal string Kind => kind;

    internal Type Type => type;

    /// <summary>Whether anybody is told of it.</summary>
    internal abstract bool IsTold { get; }

    /// <summary>What a page calls its notice, in the reader's language.</summary>
    internal Func<string>? Name { get; init; }

    /// <summary>The words of its notice.</summary>
    internal Func<NoticeSubject, NoticeText>? Notice { get; init; }

    /// <summary>Whom it asks to act, as long as the handoff waits for them.</summary>
    internal Asks Asks { get; init; }

    /// <summary>What its mark on the timeline means: <c>mine</c>, <c>warn</c>, <c>late</c>, <c>done</c>.</summary>
    internal string? Tone { get; init; }

    /// <summary>
    /// Whether its notice offers to accept what waits to be accepted, though it does not ask anew: what an earlier
    /// notice offered holds for the older context only.
    /// </summary>
    internal bool OffersAccepting { get; init; }

    /// <summary>
    /// Whose being asked is moot once this happened; the clock that ran is moot with it. Null: nothing is.
    /// </summary>
    internal IReadOnlyList<Asks>? Settles { get; init; }

    /// <summary>What to say to somebody who comes too late, given who was faster and when.</summary>
    internal Func<string, string, string>? Overtakes { get; init; }

    /// <summary>The sides that are told of it.</summary>
    internal abstract IReadOnlyList<Audience> HeardBy(HandoffChange change, Hearing hearing);

    /// <summary>The sentence of the timeline.</summary>
    internal abstract TimelineText Tell(HandoffChange change, Telling telling);

    /// <summary>The short details of its notice; never a value of the context.</summary>
    internal abstract IEnumerable<Fact> FactsOf(HandoffChange change, NoticeFacts about);
}

/// <inheritdoc/>
internal sealed class EventDescriptor<TChange>(string kind) : EventDescriptor(kind, typeof(TChange))
    where TChange : HandoffChange
{
    internal required Func<TChange, Telling, TimelineText> Timeline { get; init; }

    internal Func<TChange, Hearing, IReadOnlyList<Audience>>? Hears { get; init; }

    internal Func<TChange, NoticeFacts, IEnumerable<Fact>>? Facts { get; init; }

    internal override bool IsTold => Hears is not null;

    internal override IReadOnlyList<Audience> HeardBy(HandoffChange change, Hearing hearing) =>
        Hears?.Invoke((TChange)change, hearing) ?? [];

    internal override TimelineText Tell(HandoffChange change, Telling telling) => Timeline((TChange)change, telling);

    internal override IEnumerable<Fact> FactsOf(HandoffChange change, NoticeFacts about) =>
        Facts?.Invoke((TChange)change, about) ?? [];
}
