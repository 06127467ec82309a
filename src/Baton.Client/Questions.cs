using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>A question about a handoff, with its answer.</summary>
public sealed record Question
{
    /// <summary>Its number within the handoff, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The question.</summary>
    public required string Text { get; init; }

    /// <summary>The field that it is about.</summary>
    public string? Field { get; init; }

    /// <summary>Whether the handoff cannot be completed until it is answered.</summary>
    public bool Blocking { get; init; }

    /// <summary>The team that asked.</summary>
    public required string AskedTeam { get; init; }

    /// <summary>The person who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTime AskedAt { get; init; }

    /// <summary>
    /// When it should be answered, UTC: of a blocking question that moves the clock to the team that must answer.
    /// </summary>
    public DateTime? AnswerBy { get; init; }

    /// <summary>The answer; null while it is open.</summary>
    public string? Answer { get; init; }

    /// <summary>The person who answered.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When it was answered, UTC.</summary>
    public DateTime? AnsweredAt { get; init; }

    /// <summary>
    /// The earlier question whose answer was used, so that nobody had to be asked; left out where somebody was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerSource? SavedFrom { get; init; }
}

/// <summary>A question that was answered earlier.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="Number">Its number within that handoff.</param>
public sealed record AnswerSource(long HandoffId, int Number);

/// <summary>An earlier question and its answer, which may answer a question again.</summary>
public sealed record SimilarAnswer
{
    /// <summary>The handoff on which it was asked.</summary>
    public required long HandoffId { get; init; }

    /// <summary>Its number within that handoff.</summary>
    public required int Number { get; init; }

    /// <summary>The title of that handoff.</summary>
    public required string Title { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>The field that it is about.</summary>
    public string? Field { get; init; }

    /// <summary>The answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The person who answered.</summary>
    public required string By { get; init; }

    /// <summary>When it was answered, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>How well it fits, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Why it is offered, in words.</summary>
    public required IReadOnlyList<string> Why { get; init; }
}
