using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>Who is told while a clock runs out: the usual, nobody, or the rows of the form.</summary>
internal static class BuilderEscalation
{
    internal const string Mode = "t-escalation";
    internal const string Usual = "usual";
    internal const string Nobody = "nobody";
    internal const string Own = "own";
    internal const string At = "rung-at";
    internal const string Tell = "rung-tell";
    internal const string Others = "rung-others";

    private const string TeamPrefix = "team:";

    /// <summary>Those whom a row offers to tick; teams are typed.</summary>
    internal static readonly IReadOnlyList<string> Offered = ["team", "lead", "other", "admins"];

    internal static void Show(BuilderState state, IReadOnlyList<Rung>? rungs)
    {
        state[Mode] = rungs switch
        {
            null => Usual,
            [] => Nobody,
            _ => Own,
        };
        foreach (var rung in rungs ?? [])
        {
            var row = state.Add(BuilderState.Rung);
            state[At, row] = rung.At.ToString(CultureInfo.InvariantCulture);
            state[Tell, row] = string.Join('\n', rung.Tell.Where(who => Offered.Contains(who)));
            state[Others, row] = string.Join(
                ", ",
                rung.Tell.Where(who => !Offered.Contains(who))
                    .Select(who => who.Replace(TeamPrefix, "", StringComparison.Ordinal))
            );
        }
    }

    internal static void Write(BuilderState state, NodeMap map, Catalog catalog)
    {
        map.Remove("escalation");
        if (state[Mode] is not (Nobody or Own))
            return;
        map.List("escalation", state[Mode] == Nobody ? [] : RungsIn(state).Select(row => RungOf(state, row, catalog)));
    }

    /// <summary>Whether steps were chosen and none is there, which would be nobody.</summary>
    internal static bool LacksRungs(BuilderState state) => state[Mode] == Own && RungsIn(state).Count == 0;

    internal static IReadOnlyList<string> RungsIn(BuilderState state) =>
        [.. state.Rungs.Where(row => state.Has(At, row) || TellOf(state, row).Length > 0)];

    internal static string[] TellOf(BuilderState state, string row) =>
        $"{state[Tell, row]}\n{state[Others, row]}".Split(
            ['\n', ','],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static Node RungOf(BuilderState state, string row, Catalog catalog)
    {
        var map = NodeMap.Of("");
        map.Text("at", state[At, row].Trim());
        map.Texts("tell", [.. TellOf(state, row).Select(who => Recipient(who, catalog))]);
        return map.ToNode();
    }

    /// <summary>A team by its name or its key, as a template file names it.</summary>
    private static string Recipient(string typed, Catalog catalog)
    {
        if (Offered.Contains(typed) || typed.StartsWith(TeamPrefix, StringComparison.Ordinal))
            return typed;
        var named = catalog.Teams.Values.FirstOrDefault(team =>
            string.Equals(team.Team.Name, typed, StringComparison.OrdinalIgnoreCase)
        );
        return TeamPrefix + (named?.Key ?? typed);
    }
}
