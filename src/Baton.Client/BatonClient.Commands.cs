namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Changes values of the context.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="request">The values.</param>
    /// <param name="version">The version that you saw; refused (412) when it changed since.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> EditAsync(
        long id,
        EditRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => SendAsync<HandoffRecord>(HttpMethod.Patch, $"handoffs/{id}", Body(request), version, null, cancellationToken);

    /// <summary>Hands over a draft, or resubmits a returned handoff.</summary>
    public Task<HandoffRecord> InitiateAsync(
        long id,
        InitiateRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "initiate", request ?? new InitiateRequest(), version, cancellationToken);

    /// <summary>Accepts the handoff: from now on the receiving team is responsible.</summary>
    public Task<HandoffRecord> AcceptAsync(
        long id,
        AcceptRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "accept", request ?? new AcceptRequest(), version, cancellationToken);

    /// <summary>Returns the handoff to the sending team, with findings.</summary>
    public Task<HandoffRecord> ReturnAsync(
        long id,
        ReturnRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "return", request, version, cancellationToken);

    /// <summary>Declines the handoff.</summary>
    public Task<HandoffRecord> DeclineAsync(
        long id,
        DeclineRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "decline", request, version, cancellationToken);

    /// <summary>Reroutes the handoff to another team.</summary>
    public Task<HandoffRecord> RerouteAsync(
        long id,
        RerouteRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "reroute", request, version, cancellationToken);

    /// <summary>Withdraws the handoff.</summary>
    public Task<HandoffRecord> WithdrawAsync(
        long id,
        WithdrawRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "withdraw", request, version, cancellationToken);

    /// <summary>Assigns the handoff to a member of the receiving team.</summary>
    public Task<HandoffRecord> AssignAsync(
        long id,
        AssignRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "assign", request, version, cancellationToken);

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

    /// <summary>Asks the other team a question.</summary>
    public Task<HandoffRecord> AskAsync(long id, AskRequest request, CancellationToken cancellationToken = default) =>
        CommandAsync(id, "questions", request, null, cancellationToken);

    /// <summary>Answers a question.</summary>
    public Task<HandoffRecord> AnswerAsync(
        long id,
        int number,
        AnswerRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"questions/{number}/answer", request, null, cancellationToken);

    /// <summary>Reports a gap that was found after accepting.</summary>
    public Task<HandoffRecord> FlagGapAsync(
        long id,
        GapRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "gaps", request, null, cancellationToken);

    /// <summary>Objects to a finding or a late gap, as the sender.</summary>
    public Task<HandoffRecord> DisputeAsync(
        long id,
        int defect,
        DisputeRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"defects/{defect}/dispute", request, null, cancellationToken);

    /// <summary>Decides a dispute, as a lead of the receiving team: the defect is upheld or dropped.</summary>
    public Task<HandoffRecord> DecideAsync(
        long id,
        int defect,
        DecisionRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"defects/{defect}/decision", request, null, cancellationToken);

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
