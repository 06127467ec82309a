namespace Baton.Channels;

/// <summary>What came of one attempt.</summary>
/// <param name="Outcome">What it means for the delivery.</param>
/// <param name="StatusCode">The status of HTTP or SMTP, where there was one.</param>
/// <param name="Reason">Plain words for the delivery log; never a secret, a body or a stack trace.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone; at most a day.</param>
internal sealed record Attempt(AttemptOutcome Outcome, int? StatusCode, string Reason, TimeSpan? RetryAfter)
{
    internal static Attempt Delivered(int statusCode, string reason) => new(AttemptOutcome.Delivered, statusCode, reason, null);

    internal static Attempt Retry(string reason, int? statusCode = null, TimeSpan? retryAfter = null) =>
        new(AttemptOutcome.Retry, statusCode, reason, retryAfter);

    internal static Attempt Refused(string reason, int? statusCode = null) => new(AttemptOutcome.Refused, statusCode, reason, null);
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
