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
    /// <summary>Creates an exception from the server's answer.</summary>
    public BatonException(Problem problem)
        : base(problem?.Detail) => Problem = problem ?? throw new ArgumentNullException(nameof(problem));

    /// <summary>The server's answer.</summary>
    public Problem Problem { get; }
}
