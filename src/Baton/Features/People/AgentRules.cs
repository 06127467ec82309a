using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// An agent belongs to an active person, and never leads or administers. Every verb that could break this asks here.
/// </summary>
internal static class AgentRules
{
    internal static async Task<IReadOnlyList<FieldError>> FaultsAsync(
        BatonDb db,
        PersonDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (draft.Kind != PersonKind.Agent)
            return draft.Owner is null
                ? []
                :
                [
                    new FieldError(
                        "owner",
                        "rule",
                        T("Only an agent has an owner. Leave owner out, or set kind to agent.")
                    ),
                ];
        var faults = new List<FieldError>();
        if (draft.Admin)
            faults.Add(NeverAdmin("admin"));
        if (await OwnerFaultAsync(db, draft.Owner, cancellationToken) is { } fault)
            faults.Add(fault);
        return faults;
    }

    internal static async Task<FieldError?> OwnerFaultAsync(
        BatonDb db,
        string? owner,
        CancellationToken cancellationToken
    )
    {
        if (owner is null)
            return new FieldError(
                "owner",
                "missing",
                T("An agent needs an owner. Name an active person, for example sam.")
            );
        var known = await db.People.AnyAsync(
            person => person.Key == owner && person.DeactivatedAt == null && person.Kind == PersonKind.Person,
            cancellationToken
        );
        return known
            ? null
            : new FieldError("owner", "unknown", T("There is no active person {0} who could own an agent.", owner));
    }

    internal static FieldError NeverAdmin(string field) =>
        new(field, "rule", T("An agent cannot be an admin. Leave admin out."));

    internal static FieldError NeverLead(string field, string agent) =>
        new(field, "rule", T("{0} is an agent and cannot lead a team. Make it a member.", agent));
}
