using Baton.Features.Escalation.Orphans;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>Takes a person out of a team; what they worked on there goes to others.</summary>
internal static class RemoveMember
{
    internal static async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        string person,
        CancellationToken cancellationToken,
        SeenRole? seen = null
    )
    {
        if (
            (await db.FindForChangeAsync(context, key, T("its people"), cancellationToken)).Refused(
                out var refusal,
                out var team
            )
        )
            return refusal;
        if (team.Members.SingleOrDefault(member => member.PersonKey == person) is not { } member)
            return Refusal.NotFound(T("person {0} in {1}", person, key));
        if (PutMember.Stale(team, person, seen, null) is { } stale)
            return stale;
        team.Members.Remove(member);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        await Leaving.ReleaseAsync(db, context, team, person, cancellationToken);
        return team;
    }
}
