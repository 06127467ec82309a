using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>What the load means, in sentences, and the list behind each of its figures.</summary>
internal static class LoadWords
{
    /// <param name="load">The load.</param>
    /// <param name="worst">The field that has the most defects, where one has more than all others.</param>
    internal static string Heading(LoadReport load, string? worst) =>
        (load.Overdue, worst) switch
        {
            (0, null) => T("Nothing is overdue"),
            (0, _) => T("Nothing is overdue; {0} is missing or wrong most often", worst),
            (_, null) => T("{0, plural, one {# handoff is} other {# handoffs are}} overdue", load.Overdue),
            _ => T(
                "{0, plural, one {# handoff is} other {# handoffs are}} overdue; {1} is missing or wrong most often",
                load.Overdue,
                worst
            ),
        };

    internal static IEnumerable<string> Sentences(LoadReport load, Catalog catalog)
    {
        if (load.Held == 0)
            yield break;
        if (load.Unowned > 0)
            yield return T(
                "{0, plural, one {# open handoff has} other {# open handoffs have}} no owner.",
                load.Unowned
            );
        var most = load.Items.MaxBy(row => row.Held)!;
        yield return load.Items.Count == 1
            ? T(
                "{0} holds {1, plural, one {the only open handoff} other {all # open handoffs}}.",
                catalog.NameOfTeam(most.Team),
                most.Held
            )
            : T("{0} holds {1, number} of {2, number}.", catalog.NameOfTeam(most.Team), most.Held, load.Held);
    }

    internal static string OfTeams(LoadReport load, Catalog catalog)
    {
        if (load.Items is not [var first, var second, ..] || first.Overdue <= second.Overdue)
            return T("Load by team");
        return T(
            "{0} holds {2, plural, one {what is overdue} other {{1, number} of the # overdue}}",
            catalog.NameOfTeam(first.Team),
            first.Overdue,
            load.Overdue
        );
    }

    internal static string List(LoadReport load, string? team, string more = "")
    {
        var held = team is null ? "" : $"&held_by={Uri.EscapeDataString(team)}";
        var template = load.Template is null ? "" : $"&template={Uri.EscapeDataString(load.Template)}";
        return "/handoffs?" + (held + template + more).TrimStart('&');
    }

    internal static string OwnerOf(PersonLoad row) =>
        row.Person is null ? "&unowned=true" : $"&owner={Uri.EscapeDataString(row.Person)}";

    internal static string Csv(LoadReport load, string table)
    {
        var template = load.Template is null ? "" : $"&template={Uri.EscapeDataString(load.Template)}";
        return $"/reports/load.csv?table={table}{template}";
    }
}
