using System.Globalization;
using Baton.Client;

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
            state[Others, row] = string.Join(", ", rung.Tell.Where(who => !Offered.Contains(who)));
        }
    }

    internal static void Write(BuilderState state, NodeMap map)
    {
        map.Remove("escalation");
        if (state[Mode] is not (Nobody or Own))
            return;
        map.List("escalation", state[Mode] == Nobody ? [] : RungsIn(state).Select(row => RungOf(state, row)));
    }

    internal static IReadOnlyList<string> RungsIn(BuilderState state) =>
        [.. state.Rungs.Where(row => state.Has(At, row) || TellOf(state, row).Length > 0)];

    internal static string[] TellOf(BuilderState state, string row) =>
        $"{state[Tell, row]}\n{state[Others, row]}".Split(
            ['\n', ','],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static Node RungOf(BuilderState state, string row)
    {
        var map = NodeMap.Of("");
        map.Text("at", state[At, row].Trim());
        map.Texts("tell", TellOf(state, row));
        return map.ToNode();
    }
}
