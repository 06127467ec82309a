using System.Text.Json;
using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>The receiving team refuses it.</summary>
internal static class DeclineHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        DeclineRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Decline, act.Caller) is { } refused)
            return refused;
        if (
            Texts.Refusal(
                Texts.Required("note", request.Note),
                Named.Team(act.Catalog, "suggested_team", request.SuggestedTeam)
            ) is
            { } faults
        )
            return faults;
        var code = JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Code.ToString());
        return await db.KeepAsync(
            act,
            handoff,
            handoff.Decline(code, request.Note, request.SuggestedTeam, act.Caller, act.Now),
            cancellationToken
        );
    }
}
