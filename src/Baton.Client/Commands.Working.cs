namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Assigns the handoff to a member of the receiving team.</summary>
    public Task<HandoffRecord> AssignAsync(
        long id,
        AssignRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "assign", request, version, cancellationToken);

    /// <summary>Marks the corrections of this revision as seen by the receiving team.</summary>
    public Task<HandoffRecord> SeenAsync(long id, SeenRequest request, CancellationToken cancellationToken = default) =>
        CommandAsync(id, "seen", request, null, cancellationToken);

    /// <summary>Confirms what the receiving team said it accepted, or corrects it.</summary>
    public Task<HandoffRecord> AnswerReadBackAsync(
        long id,
        ReadBackRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "read-back", request, null, cancellationToken);

    /// <summary>Asks a team to help with the handoff, which stays where it is.</summary>
    public Task<HandoffRecord> RequestAssistAsync(
        long id,
        AssistRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "assists", request, null, cancellationToken);

    /// <summary>Ends an assist.</summary>
    public Task<HandoffRecord> EndAssistAsync(long id, int number, CancellationToken cancellationToken = default) =>
        CommandAsync(id, $"assists/{number}/done", new EndAssistRequest(), null, cancellationToken);

    /// <summary>Declines an assist.</summary>
    public Task<HandoffRecord> DeclineAssistAsync(
        long id,
        int number,
        DeclineAssistRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"assists/{number}/decline", request, null, cancellationToken);

    /// <summary>Completes the handoff.</summary>
    public Task<HandoffRecord> CompleteAsync(
        long id,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "complete", new CompleteRequest(), version, cancellationToken);

    /// <summary>Ticks, unticks or skips a step.</summary>
    public Task<HandoffRecord> TickAsync(
        long id,
        string step,
        TickRequest request,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Put,
            $"handoffs/{id}/checklist/{Esc(step)}",
            Body(request),
            null,
            null,
            cancellationToken
        );

    /// <summary>Completes every open step that asks for no evidence.</summary>
    public Task<HandoffRecord> CompleteStepsAsync(
        long id,
        CompleteStepsRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "checklist", request, null, cancellationToken);

    /// <summary>Asks the other team a question.</summary>
    public Task<HandoffRecord> AskAsync(long id, AskRequest request, CancellationToken cancellationToken = default) =>
        CommandAsync(id, "questions", request, null, cancellationToken);

    /// <summary>Earlier answers that may answer this question, best first.</summary>
    public Task<ItemsOf<SimilarAnswer>> SimilarAnswersAsync(
        long id,
        SimilarRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<ItemsOf<SimilarAnswer>>($"handoffs/{id}/questions/similar", request, null, null, cancellationToken);

    /// <summary>Answers a question.</summary>
    public Task<HandoffRecord> AnswerAsync(
        long id,
        int number,
        AnswerRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"questions/{number}/answer", request, null, cancellationToken);

    /// <summary>Comments on the handoff.</summary>
    public Task<HandoffRecord> CommentAsync(
        long id,
        CommentRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "comments", request, null, cancellationToken);

    /// <summary>Reports a gap that was found after accepting.</summary>
    public Task<HandoffRecord> FlagGapAsync(
        long id,
        GapRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "gaps", request, null, cancellationToken);

    /// <summary>Rates the handoff.</summary>
    public Task<HandoffRecord> GiveFeedbackAsync(
        long id,
        FeedbackRequest request,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Put,
            $"handoffs/{id}/feedback",
            Body(request),
            null,
            null,
            cancellationToken
        );
}

/// <summary>Assigns the handoff to a member of the receiving team.</summary>
/// <param name="Person">A person of the receiving team.</param>
public sealed record AssignRequest(string Person);

/// <summary>Comments on a handoff.</summary>
/// <param name="Text">The comment; <c>@key</c> mentions a person who may see the handoff.</param>
public sealed record CommentRequest(string Text);

/// <summary>Marks corrections as seen.</summary>
/// <param name="ContextRevision">The revision that you read; refused (409) if the context changed since.</param>
public sealed record SeenRequest(int ContextRevision);

/// <summary>Answers a read-back.</summary>
/// <param name="Confirmed">Whether the receiving team understood it right.</param>
/// <param name="Correction">What it got wrong; needed where it is not confirmed.</param>
public sealed record ReadBackRequest(bool Confirmed, string? Correction = null);

/// <summary>Asks a team to help.</summary>
/// <param name="Team">The key of the team.</param>
/// <param name="Text">What it is asked to do.</param>
public sealed record AssistRequest(string Team, string Text);

/// <summary>Ends an assist.</summary>
public sealed record EndAssistRequest;

/// <summary>Declines an assist.</summary>
/// <param name="Reason">Why the team cannot help.</param>
public sealed record DeclineAssistRequest(string Reason);

/// <summary>Completes a handoff.</summary>
public sealed record CompleteRequest;

/// <summary>Ticks, unticks or skips a step.</summary>
/// <param name="Done">Whether the step is done.</param>
/// <param name="Skipped">Whether it is skipped; needs a note.</param>
/// <param name="Note">A note.</param>
/// <param name="Evidence">What the step asks for when it is done, such as a file or a link.</param>
public sealed record TickRequest(
    bool? Done = null,
    bool Skipped = false,
    string? Note = null,
    GivenEvidence? Evidence = null
);

/// <summary>Completes every open step that asks for no evidence.</summary>
/// <param name="Note">A note about the steps.</param>
public sealed record CompleteStepsRequest(string? Note = null);

/// <summary>Asks the other team a question.</summary>
/// <param name="Text">The question.</param>
/// <param name="Field">The field that it is about.</param>
/// <param name="Blocking">Whether the handoff cannot be completed until it is answered.</param>
/// <param name="AnswerFrom">
/// An earlier question whose answer you use: it is noted as answered, and nobody is asked.
/// </param>
public sealed record AskRequest(
    string Text,
    string? Field = null,
    bool Blocking = false,
    AnswerSource? AnswerFrom = null
);

/// <summary>Looks for earlier answers.</summary>
/// <param name="Text">The question, or as much of it as is typed; may be empty where a field is named.</param>
/// <param name="Field">The field that it is about.</param>
public sealed record SimilarRequest(string Text, string? Field = null);

/// <summary>Answers a question.</summary>
/// <param name="Text">The answer.</param>
public sealed record AnswerRequest(string Text);

/// <summary>Reports a gap that was found after accepting.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code"><c>missing</c>, <c>wrong</c>, <c>outdated</c> or <c>unclear</c>.</param>
/// <param name="MinutesLost">What it cost, in minutes.</param>
/// <param name="Note">A note.</param>
public sealed record GapRequest(string Field, FindingCode Code, int? MinutesLost = null, string? Note = null);

/// <summary>Rates the handoff.</summary>
/// <param name="Rating">1 (poor) to 5 (nothing to ask).</param>
/// <param name="Missing">The fields that were missing; may be none.</param>
/// <param name="Comment">A comment.</param>
public sealed record FeedbackRequest(int Rating, IReadOnlyList<string>? Missing = null, string? Comment = null);
