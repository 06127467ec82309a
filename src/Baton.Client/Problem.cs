using System.Text.Json;

namespace Baton.Client;

/// <summary>Why the server refused: problem details (RFC 9457).</summary>
/// <param name="Type">A stable slug, for example <c>incomplete-context</c>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence.</param>
/// <param name="TraceId">What the server's log has it under.</param>
/// <param name="Errors">The fields at fault.</param>
/// <param name="State">The state of the handoff, where that is the reason.</param>
/// <param name="Allowed">What the caller may do instead, where the state is the reason.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? TraceId = null,
    IReadOnlyList<FieldError>? Errors = null,
    string? State = null,
    IReadOnlyList<string>? Allowed = null
)
{
    /// <summary>Reads a response's body; what is no problem document becomes one that says so.</summary>
    public static Problem Parse(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, BatonJson.Options) ?? Unknown(status);
        }
        catch (JsonException)
        {
            return Unknown(status);
        }
    }

    private static Problem Unknown(int status) =>
        new(
            "unknown",
            "No Baton server",
            status,
            $"The server answered {status} without saying why; is it a Baton server?"
        );
}

/// <summary>The server refused.</summary>
public sealed class BatonException : Exception
{
    /// <summary>Makes one of what the server said.</summary>
    public BatonException(Problem problem)
        : base(problem?.Detail) => Problem = problem ?? throw new ArgumentNullException(nameof(problem));

    /// <summary>What the server said.</summary>
    public Problem Problem { get; }
}

/// <summary>Which handoffs to list; null: any.</summary>
public sealed record HandoffQuery
{
    /// <summary>From or to this team.</summary>
    public string? Team { get; init; }

    /// <summary><c>inbox</c> or <c>outbox</c> of the team.</summary>
    public string? Box { get; init; }

    /// <summary>In this state.</summary>
    public string? Status { get; init; }

    /// <summary>Of this template.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Whose title, context or people have words that begin like these; a number or <c>#number</c> puts that handoff
    /// first.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Whether only those whose clock has passed its time.</summary>
    public bool Overdue { get; init; }

    /// <summary>The length of a page, 1 to 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString()
    {
        var parameters = new (string Name, string? Value)[]
        {
            ("team", Team),
            ("box", Box),
            ("status", Status),
            ("template", Template),
            ("q", Search),
            ("overdue", Overdue ? "true" : null),
            ("limit", Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("cursor", Cursor),
        };
        var given = parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")
            .ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }
}
