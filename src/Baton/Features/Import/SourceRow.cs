using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Import;

/// <summary>
/// A row of a file: where it stands, and how to get the JSON of its line once the templates are known.
/// </summary>
internal sealed record SourceRow(long Line, Func<Catalog, Outcome<ReadOnlyMemory<byte>>> ToJson)
{
    internal const int Longest = 1024 * 1024;

    /// <summary>Says of a fault where in the row it stands, where that is known.</summary>
    internal Func<FieldError, FieldError>? Place { get; init; }

    internal static SourceRow Refused(long line, params IReadOnlyList<FieldError> faults) =>
        new(line, _ => Refusal.Invalid(faults));

    internal static SourceRow Refused(long line, string message) =>
        Refused(line, new FieldError("", "syntax", message));
}

internal enum RowOutcome
{
    /// <summary>Made now; on a dry run: would be.</summary>
    Created,

    /// <summary>There already: an earlier run made it.</summary>
    Existing,

    /// <summary>There already, and brought forward by what the earlier tracker has seen of it since.</summary>
    Continued,

    Refused,
}

/// <param name="Row">The line of the file, or the id of the earlier tracker.</param>
internal sealed record RowResult(long Row, RowOutcome Outcome, long? HandoffId, IReadOnlyList<FieldError> Errors)
{
    /// <summary>What to know about a row that was taken.</summary>
    internal IReadOnlyList<RowNote> Notes { get; init; } = [];

    /// <summary>Whether the row could be made twice, because nothing tells a second run that it is there.</summary>
    internal bool Unkeyed { get; init; }

    internal static RowResult Of(long row, Refusal refusal) =>
        new(
            row,
            RowOutcome.Refused,
            null,
            refusal.Errors.Count > 0 ? refusal.Errors : [new FieldError("", refusal.Type, refusal.Detail)]
        );
}

internal enum RowNote
{
    /// <summary>Today's gate would refuse it.</summary>
    Incomplete,

    /// <summary>One of its times is before the one that it follows.</summary>
    Reversed,

    /// <summary>One of its times fell into an hour that the clocks skipped.</summary>
    Skipped,

    /// <summary>One of its times is later than now.</summary>
    Future,

    /// <summary>
    /// The clocks changed between its times, so that the earlier tracker counted an hour too many or too few.
    /// </summary>
    AcrossChange,
}
