using Baton.Client;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Makes a link by which somebody comes in, once. It is shown to whoever asked for it and never again.</summary>
internal static class InvitePerson
{
    internal static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    internal static async Task<Outcome<string>> RunAsync(BatonDb db, Act act, string? team, TeamRole role, string email, CancellationToken cancellationToken)
    {
        if (team is null ? !act.Caller.IsAdmin : !act.Caller.Leads(team))
            return Refusal.Forbidden(team is null ? "Only an admin may invite without a team." : $"Only a lead of {team} or an admin may invite into it.");
        if (team is not null && !await db.Teams.AnyAsync(one => one.Key == team, cancellationToken))
            return Refusal.Invalid("team", "unknown", $"There is no team {team}.");
        return FieldTypes.IsEmail(email)
            ? await KeepAsync(db, act, team, role, email, null, cancellationToken)
            : Refusal.Invalid("email", "rule", $"'{email}' is not an e-mail address.");
    }

    /// <summary>A link by which somebody who is here already chooses a new password.</summary>
    internal static async Task<Outcome<string>> AgainAsync(BatonDb db, Act act, string person, CancellationToken cancellationToken)
    {
        if (!act.Caller.IsAdmin)
            return Refusal.Forbidden("Only an admin may make a link for a new password.");
        if (await db.People.SingleOrDefaultAsync(one => one.Key == person && one.DeactivatedAt == null, cancellationToken) is not { } known)
            return Refusal.NotFound($"person {person}");
        return await KeepAsync(db, act, null, TeamRole.Member, known.Email, person, cancellationToken);
    }

    private static async Task<string> KeepAsync(BatonDb db, Act act, string? team, TeamRole role, string email, string? person, CancellationToken cancellationToken)
    {
        var code = Token.NewSecret()["baton_".Length..];
        db.Invitations.Add(new Invitation
        {
            Hash = Token.HashOf(code),
            TeamKey = team,
            Role = role,
            Email = email.Trim(),
            InvitedBy = act.Caller.Person,
            PersonKey = person,
            CreatedAt = act.Now,
            ExpiresAt = act.Now + Lasts,
        });
        await db.SaveChangesAsync(cancellationToken);
        return code;
    }
}
