using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>Live handoffs that wait for nobody: the team has no active people, or the owner has left.</summary>
internal static class OrphanCheck
{
    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var catalog = await examination.CatalogAsync(cancellationToken);
        await using var db = await examination.OpenAsync(cancellationToken);
        var live = await db.Handoffs.AsNoTracking()
            .Where(handoff => handoff.Status == HandoffStatus.Initiated || handoff.Status == HandoffStatus.Returned || handoff.Status == HandoffStatus.Accepted)
            .GroupBy(handoff => new { handoff.Status, handoff.FromTeam, handoff.ToTeam, handoff.Owner })
            .Select(group => new { group.Key.Status, group.Key.FromTeam, group.Key.ToTeam, group.Key.Owner, Count = group.Count(), First = group.Min(handoff => handoff.Id) })
            .ToListAsync(cancellationToken);
        return
        [
            .. live.Select(group => Finding(catalog, group.Status == HandoffStatus.Returned ? group.FromTeam : group.ToTeam, group.Owner, Words(group.Count, group.First, group.Status)))
                .OfType<DoctorFinding>(),
        ];
    }

    private static DoctorFinding? Finding(Catalog catalog, string team, string? owner, string which)
    {
        if (!catalog.Teams.TryGetValue(team, out var known) || known.Team.Members.All(member => catalog.CallerOf(member.PersonKey) is null))
            return DoctorFinding.Fault($"{which} for {team}, in which nobody is left.", $"Put somebody into it (baton team join {team} PERSON), or let a lead of the other team or an admin reroute or withdraw it.");
        if (owner is not null && catalog.CallerOf(owner)?.Is(team) is not true)
            return DoctorFinding.Fault($"{which} for {owner} of {team}, who has left.", $"Somebody of {team} assigns it to a person who is there.");
        return null;
    }

    private static string Words(int count, long first, HandoffStatus status) =>
        count == 1 ? $"Handoff {first} ({Handoff.Wire(status)}) waits" : $"{count} handoffs ({Handoff.Wire(status)}; the first is {first}) wait";
}
