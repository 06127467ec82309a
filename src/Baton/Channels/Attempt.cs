namespace Baton.Channels;

/// <summary>What came of one attempt.</summary>
/// <param name="Outcome">What it means for the delivery.</param>
/// <param name="StatusCode">The status of HTTP or SMTP, where there was one.</param>
/// <param name="Reason">Plain words for the delivery log; never a secret, a body or a stack trace.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone; at most a day.</param>
internal sealed record Attempt(AttemptOutcome Outcome, int? StatusCode, string Reason, TimeSpan? RetryAfter)
{
    /// <summary>What it says beyond this one message.</summary>
    internal TargetState Target { get; init; }

    internal static Attempt Delivered(int statusCode, string reason) =>
        new(AttemptOutcome.Delivered, statusCode, reason, null);

    /// <summary>May work later. Where the receiver said when, nothing else goes there before that either.</summary>
    internal static Attempt Retry(string reason, int? statusCode = null, TimeSpan? retryAfter = null) =>
        new(AttemptOutcome.Retry, statusCode, reason, retryAfter)
        {
            Target = retryAfter is null ? TargetState.Unknown : TargetState.Busy,
        };

    /// <summary>Too much at a time, or too soon.</summary>
    internal static Attempt Busy(string reason, int? statusCode, TimeSpan? retryAfter) =>
        new(AttemptOutcome.Retry, statusCode, reason, retryAfter) { Target = TargetState.Busy };

    /// <summary>
    /// Nothing can be delivered there, whoever the message is for, until somebody fixes this installation or its mail
    /// server.
    /// </summary>
    internal static Attempt Down(string reason, int? statusCode = null) =>
        new(AttemptOutcome.Retry, statusCode, reason, null) { Target = TargetState.Down };

    /// <summary>This one message will not be taken; the next one may be.</summary>
    internal static Attempt Refused(string reason, int? statusCode = null) =>
        new(AttemptOutcome.Refused, statusCode, reason, null);

    /// <summary>The receiver itself says that nothing will arrive there any more.</summary>
    internal static Attempt Gone(string reason, int? statusCode) =>
        new(AttemptOutcome.Refused, statusCode, reason, null) { Target = TargetState.Gone };
}

internal enum AttemptOutcome
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>It may work later.</summary>
    Retry,

    /// <summary>It will not work until somebody changes something.</summary>
    Refused,
}

/// <summary>What an attempt says of the place that it went to.</summary>
internal enum TargetState
{
    /// <summary>Nothing beyond the one message.</summary>
    Unknown,

    /// <summary>It wants to be left alone for a while.</summary>
    Busy,

    /// <summary>It takes nothing from this installation until somebody fixes that.</summary>
    Down,

    /// <summary>It is not there any more.</summary>
    Gone,
}
