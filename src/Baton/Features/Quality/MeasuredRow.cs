using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Quality;

/// <summary>Whose handoffs are counted together: those of one version of a template between two teams.</summary>
internal readonly record struct Lane(string FromTeam, string ToTeam, string Template, int Version);

/// <summary>
/// All that the measures look at of one handoff, so small that those of a whole window fit into memory. Times are
/// ticks, 0 for none.
/// </summary>
internal readonly struct MeasuredRow
{
    internal long Id { get; init; }

    internal long Initiated { get; init; }

    internal long Accepted { get; init; }

    internal long Completed { get; init; }

    internal long Due { get; init; }

    internal long ClockSince { get; init; }

    internal long ReceiverTicks { get; init; }

    internal long SenderTicks { get; init; }

    internal long WorkTicks { get; init; }

    /// <summary>Its place among the lanes that are known.</summary>
    internal int Lane { get; init; }

    internal Durations Durations { get; init; }

    internal int RatingSum { get; init; }

    internal ushort Ratings { get; init; }

    internal ushort Questions { get; init; }

    internal ushort Returns { get; init; }

    internal ushort Hops { get; init; }

    internal HandoffStatus Status { get; init; }

    internal Clock Clock { get; init; }

    internal Marks Marks { get; init; }

    /// <summary>Questions that an earlier answer saved.</summary>
    internal ushort Saved { get; init; }

    internal ReadBackMarks ReadBack { get; init; }

    /// <summary>From accepting to the answer to the read-back, in minutes.</summary>
    internal int ReadBackMinutes { get; init; }

    internal AssistCounts Assists { get; init; }

    internal bool Has(Marks mark) => (Marks & mark) != 0;

    internal bool IsAccepted => Accepted != 0;

    internal bool IsOpen => Status is HandoffStatus.Initiated or HandoffStatus.Returned or HandoffStatus.Accepted;

    internal bool IsDefective => Has(Marks.ReturnDefect | Marks.Waived | Marks.LateGap);

    /// <summary>Whether the receiver has said yes or no to its context.</summary>
    internal bool IsJudged => IsAccepted || Has(Marks.ReturnDefect);

    internal bool IsFirstPass => IsAccepted && !IsDefective;

    /// <summary>Whether it went to and fro between its two teams.</summary>
    internal bool IsPingPong => Returns > 1 || Has(Marks.HandsBack);

    internal long TicksOf(Clock clock, long now)
    {
        var ended = clock switch
        {
            Clock.Receiver => ReceiverTicks,
            Clock.Sender => SenderTicks,
            _ => WorkTicks,
        };
        // before: a machine's clock was set back
        return Clock == clock && ClockSince != 0 && now > ClockSince ? ended + now - ClockSince : ended;
    }
}

/// <summary>
/// How long accepting and completing took, in tenths of hours: of the calendar, and of the receiving team's working
/// time.
/// </summary>
internal readonly record struct Durations(int Acceptance, int Completion, int WorkingAcceptance, int WorkingCompletion);

/// <summary>The assists of a handoff, and the minutes of those that are over.</summary>
internal readonly record struct AssistCounts(byte Asked, byte Done, byte Declined, int Minutes)
{
    internal static AssistCounts Of(IReadOnlyList<Assist> assists) =>
        assists.Count == 0
            ? default
            : new(
                Small(assists.Count),
                Small(assists.Count(assist => assist.DoneAt is not null)),
                Small(assists.Count(assist => assist.DeclinedAt is not null)),
                (int)Math.Min(assists.Sum(assist => (long)(assist.Minutes ?? 0)), int.MaxValue)
            );

    private static byte Small(int count) => (byte)Math.Min(count, byte.MaxValue);
}

[Flags]
internal enum Marks : byte
{
    None = 0,
    Waived = 1,
    ReturnDefect = 2,
    LateGap = 4,
    EverReturned = 8,

    /// <summary>Whoever received it had handed it over.</summary>
    SamePerson = 16,

    /// <summary>It hands work back that had come the other way.</summary>
    HandsBack = 32,

    /// <summary>Somebody of the receiving team has seen it.</summary>
    Opened = 64,
}

/// <summary>What became of a read-back.</summary>
[Flags]
internal enum ReadBackMarks : byte
{
    None = 0,
    Asked = 1,
    Given = 2,
    Confirmed = 4,
    Corrected = 8,
}

[Flags]
internal enum FieldMarks : byte
{
    None = 0,
    Waived = 1,
    Returned = 2,
    LateGap = 4,
    Asked = 8,

    /// <summary>Named as missing in feedback.</summary>
    Missed = 16,
}

/// <summary>What was said of one field of one handoff.</summary>
internal readonly record struct FieldRow(
    long Id,
    long Initiated,
    int Lane,
    int Field,
    FieldMarks Marks,
    int Questions,
    int MinutesLost
)
{
    internal bool IsDefective => (Marks & (FieldMarks.Waived | FieldMarks.Returned | FieldMarks.LateGap)) != 0;
}

/// <summary>One field of an attempt that the gate refused.</summary>
internal readonly record struct FieldFault(int Field, string Code);

/// <summary>An attempt to hand over that the gate refused.</summary>
internal readonly record struct AttemptRow(long At, int Lane, IReadOnlyList<FieldFault> Faults);

/// <summary>What began in one hour, as it was at one generation of it.</summary>
internal sealed record Hour(int Number, long Generation, MeasuredRow[] Rows, FieldRow[] Fields, AttemptRow[] Attempts);
