using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;

namespace Baton.Tests.App;

/// <summary>
/// Alice and Ann (a lead) send, Bob and Ben (a lead) receive, Charlie must see nothing, Root is an admin.
/// </summary>
public sealed record Cast(BatonApp App, string Template_, string Sender, string Receiver, string Other)
{
    public const string Template = """
        key: KEY
        from_team: SENDER
        receiving_team: RECEIVER
        fields:
          - { key: client_name, type: text, required: true }
          - { key: contract_value, type: money, required: true, min: 0 }
          - { key: note, type: long_text }
        checklist:
          - First step
          - { key: second, text: Second step }
          - { key: third, text: Third step, required: false }
        accept_within: 8h
        resubmit_within: 1d
        complete_within: 10d
        escalation: []
        """;

    public required Someone Root { get; init; }

    public required Someone Alice { get; init; }

    public required Someone Ann { get; init; }

    public required Someone Bob { get; init; }

    public required Someone Ben { get; init; }

    public required Someone Charlie { get; init; }

    public static JsonElement Complete { get; } =
        JsonElement.Parse("""{"client_name": "Acme GmbH", "contract_value": 50000}""");

    public CreateHandoffRequest NewHandoff(JsonElement? context = null) => new(Template_, context ?? Complete);

    public Task<HandoffRecord> InitiatedAsync() => Alice.Api.CreateAsync(NewHandoff());

    public Task<HandoffRecord> DraftAsync() => Alice.Api.CreateAsync(NewHandoff() with { Draft = true });

    public async Task<HandoffRecord> AcceptedAsync() => await Bob.Api.AcceptAsync((await InitiatedAsync()).HandoffId);

    public async Task<HandoffRecord> ReturnedAsync() =>
        await Bob.Api.ReturnAsync(
            (await InitiatedAsync()).HandoffId,
            new ReturnRequest([
                new FindingRequest("contract_value", FindingCode.Wrong, "It says 60000 in the contract."),
            ])
        );

    public async Task<HandoffRecord> CompletedAsync()
    {
        var id = (await AcceptedAsync()).HandoffId;
        await Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        await Bob.Api.TickAsync(id, "second", new TickRequest(Done: true));
        return await Bob.Api.CompleteAsync(id);
    }
}

public static class Refusals
{
    /// <summary>The problem that a call ends with.</summary>
    public static async Task<Problem> RefusedAsync<T>(Task<T> call) =>
        (await Assert.ThrowsAsync<BatonException>(() => call)).Problem;
}
