using System.Diagnostics.CodeAnalysis;
using Baton.Client;

namespace Baton.Core;

/// <summary>Why something was not done. Every door shows it in its own way; HTTP as problem details.</summary>
internal sealed record Refusal(int Status, string Type, string Title, string Detail)
{
    internal IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>
    /// What was judged before the writer's turn is not what stands there now: judge again, outside of it. Nobody is
    /// told: the doors go again.
    /// </summary>
    internal static Refusal JudgeAgain { get; } =
        new(
            409,
            "changed",
            T("Changed since you read it"),
            T("It has changed since you read it. Read it again, then repeat the request.")
        );

    /// <summary>The state that the handoff is in, where that is the reason.</summary>
    internal string? State { get; init; }

    /// <summary>What the caller may do instead, where the state is the reason.</summary>
    internal IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The handoff that it is about, for a way to its page.</summary>
    internal long? HandoffId { get; init; }

    internal static Refusal NotFound(string what) =>
        new(404, "not-found", T("Not found"), T("There is no {0} that you can see.", what));

    internal static Refusal Forbidden(string detail) => new(403, "forbidden", T("Not allowed"), detail);

    internal static Refusal Invalid(string field, string code, string message) =>
        Invalid([new FieldError(field, code, message)]);

    internal static Refusal Invalid(IReadOnlyList<FieldError> errors) =>
        new(422, "invalid", T("The content is wrong"), string.Join(" ", errors.Take(10).Select(error => error.Message)))
        {
            Errors = errors,
        };

    /// <summary>The same of what stands within a member.</summary>
    internal Refusal Within(string member) =>
        this with
        {
            Errors =
            [
                .. Errors.Select(error =>
                    error with
                    {
                        Field = error.Field.Length == 0 ? member : $"{member}.{error.Field}",
                    }
                ),
            ],
        };

    internal static Refusal Stale(int expected, int actual) =>
        Stale(
            T(
                "It has changed since you read it: you have version {0}, and it is at version {1}. Read it again.",
                expected,
                actual
            )
        );

    internal static Refusal Stale(string detail) => new(412, "stale", T("Changed since you read it"), detail);
}

/// <summary>A value, or the reason why there is none.</summary>
internal readonly struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    internal T? Value { get; }

    internal Refusal? Refusal { get; }

    internal bool Refused([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? value)
    {
        refusal = Refusal;
        value = Value;
        return refusal is not null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
