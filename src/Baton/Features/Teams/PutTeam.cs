using Baton.Client;
using Baton.Core;
using Baton.Features.Clocks;
using Baton.Features.Deliveries;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>Makes or changes a team: what the request names is replaced, the rest is kept.</summary>
internal sealed class PutTeam(TeamChannels channels)
{
    internal async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        TeamRequest request,
        CancellationToken cancellationToken
    )
    {
        if (
            (await db.FindForChangeAsync(context, key, "it", cancellationToken)).Refused(out var refusal, out var team)
            && (refusal.Status != 404 || !context.Caller.IsAdmin)
        )
            return refusal;
        team ??= db
            .Teams.Add(
                new Team
                {
                    Key = key,
                    Name = request.Name ?? key,
                    TimeZone = context.Catalog.Settings.GetValueOrDefault(SettingNames.TimeZone) ?? "UTC",
                    CreatedAt = context.Now,
                }
            )
            .Entity;
        var faults = Faults(context, key, request, team).Concat(channels.Faults(request.Channels, team)).ToList();
        if (faults.Count > 0)
        {
            db.ChangeTracker.Clear();
            return Refusal.Invalid(faults);
        }

        var left = request.Members is { } members
            ? team.Members.Select(member => member.PersonKey).Except(members.Select(member => member.Person)).ToList()
            : [];
        var paced = Change(db, team, request);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var channel in paced)
            await Pacing.MoveAsync(
                db,
                Pacing.OfChannel(channel.Id),
                Pacing.Due(channel.Pace, new KnownTeam(team), context.Now),
                cancellationToken
            );
        foreach (var person in left)
            await Leaving.ReleaseAsync(db, context, team, person, cancellationToken);
        return team;
    }

    private static IEnumerable<FieldError> Faults(RequestContext context, string key, TeamRequest request, Team team)
    {
        if (!TemplateFile.IsKey(key))
            yield return new FieldError(
                "key",
                "rule",
                T(
                    "A key must begin with a lower-case letter, followed by up to 63 lower-case letters, "
                        + "digits, _ or -, for example sales."
                )
            );
        if (request.Key is not null && request.Key != key)
            yield return new FieldError(
                "key",
                "rule",
                T("key is {0}, but the address names {1}. Use the same key in both.", request.Key, key)
            );
        if (request.Name is not null && AddPerson.NameFault(request.Name) is { } wrong)
            yield return wrong;
        var (_, faults) = WorkingCalendar.Parse(
            request.TimeZone ?? team.TimeZone,
            request.WorkingHours ?? team.WorkingHours,
            request.Holidays ?? team.Holidays
        );
        foreach (var fault in faults)
            yield return fault;
        foreach (var (i, member) in (request.Members ?? []).Index())
        {
            if (!context.Catalog.People.ContainsKey(member.Person))
                yield return new FieldError(
                    $"members[{i}].person",
                    "unknown",
                    T("There is no person {0}.", member.Person)
                );
            else if (context.Catalog.People[member.Person].IsAgent && member.Role == TeamRole.Lead)
                yield return AgentRules.NeverLead($"members[{i}].role", member.Person);
            else if (request.Members!.Take(i).Any(before => before.Person == member.Person))
                yield return new FieldError(
                    $"members[{i}].person",
                    "duplicate",
                    T("{0} appears twice. Remove one.", member.Person)
                );
        }
    }

    private IReadOnlyList<Channel> Change(BatonDb db, Team team, TeamRequest request)
    {
        team.Version++;
        team.Name = request.Name?.Trim() ?? team.Name;
        team.TimeZone = request.TimeZone ?? team.TimeZone;
        team.WorkingHours = request.WorkingHours ?? team.WorkingHours;
        team.Holidays = request.Holidays ?? team.Holidays;
        var paced = request.Channels is { } wanted ? channels.Replace(db, team, wanted) : [];
        if (request.Members is not { } members)
            return paced;
        team.Members.RemoveAll(old => members.All(member => member.Person != old.PersonKey));
        foreach (var member in members)
            PutMember.Set(team, member.Person, member.Role);
        return paced;
    }
}
