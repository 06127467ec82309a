using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The receiving team refuses it.</summary>
internal static class DeclineHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        DeclineRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Decline, context.Caller) is { } refused)
            return refused;
        if (
            Texts.Refusal(
                Texts.Required("note", request.Note),
                Named.Team(context.Catalog, "suggested_team", request.SuggestedTeam)
            ) is
            { } faults
        )
            return faults;
        var code = JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Code.ToString());
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Decline(code, request.Note, request.SuggestedTeam, context.Caller, context.Now),
            cancellationToken
        );
    }
}
