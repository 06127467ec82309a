using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>Adds days to a team's holidays, or replaces them, by the rules of <see cref="PutTeam"/>.</summary>
internal sealed class AddHolidays(PutTeam putTeam)
{
    internal async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        IReadOnlyList<string> dates,
        bool replace,
        CancellationToken cancellationToken
    )
    {
        if (
            (await db.FindForChangeAsync(context, key, T("its holidays"), cancellationToken)).Refused(
                out var refusal,
                out var team
            )
        )
            return refusal;
        IReadOnlyList<string> holidays = [.. (replace ? [] : team.Holidays).Union(dates).Order(StringComparer.Ordinal)];
        return await putTeam.RunAsync(db, context, key, new TeamRequest { Holidays = holidays }, cancellationToken);
    }
}
