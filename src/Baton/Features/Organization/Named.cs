using Baton.Client;

namespace Baton.Features.Organization;

/// <summary>
/// Whom and what a body or a query names: what is not there is a fault of the member that names it (422), at every
/// door. What an address names and is not there is <see cref="Refusal.NotFound"/>.
/// </summary>
internal static class Named
{
    internal static IReadOnlyList<FieldError> Team(Catalog catalog, string member, string? team) =>
        team is null || catalog.Teams.ContainsKey(team) ? [] : [Unknown(member, T("There is no team {0}.", team))];

    internal static IReadOnlyList<FieldError> Template(Catalog catalog, string member, string? template) =>
        template is null || catalog.Templates.ContainsKey(template)
            ? []
            : [Unknown(member, T("There is no template {0}.", template))];

    internal static IReadOnlyList<FieldError> Person(Catalog catalog, string member, string? person) =>
        person is null || catalog.People.ContainsKey(person)
            ? []
            : [Unknown(member, T("There is no person {0}.", person))];

    /// <summary>Null when all are there.</summary>
    internal static Refusal? Refuse(params IReadOnlyList<FieldError>[] faults) =>
        faults.SelectMany(fault => fault).ToList() is { Count: > 0 } all ? Refusal.Invalid(all) : null;

    private static FieldError Unknown(string member, string message) => new(member, "unknown", message);
}
