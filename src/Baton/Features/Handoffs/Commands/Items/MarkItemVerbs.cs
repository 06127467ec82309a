using System.CommandLine;
using Baton.Client;

namespace Baton.Features.Handoffs.Commands.Items;

/// <summary>The three verbs of the command line that mark an item.</summary>
internal static class MarkItemVerbs
{
    internal static IReadOnlyList<CliVerb> All =>
        [
            Verb(
                "item-accept",
                "Accept one item of a shift.\n\nExample: baton handoff item-accept 12 bed-12",
                CliOptions.Text("--note", "What there is to say."),
                ItemMark.Accepted,
                "is accepted"
            ),
            Verb(
                "item-flag",
                "Say that something is wrong with one item of a shift.\n\n"
                    + "Example: baton handoff item-flag 12 bed-12 --note \"The dose is missing\"",
                new Option<string?>("--note") { Description = "What is wrong.", Required = true },
                ItemMark.Flagged,
                "is flagged"
            ),
            Verb(
                "item-close",
                "Close one item of a shift: it does not carry on to the next one.\n\n"
                    + "Example: baton handoff item-close 12 bed-12 --note Discharged",
                CliOptions.Text("--note", "Why it is over."),
                ItemMark.Closed,
                "is closed"
            ),
        ];

    private static CliVerb Verb(string name, string description, Option<string?> note, ItemMark mark, string said)
    {
        var item = new Argument<string>("ITEM")
        {
            Description = "The key of the item; `baton handoff show` lists them.",
        };
        return new CliVerb(
            name,
            description,
            [item, note],
            (parsed, api, id, _, token) =>
                api.MarkItemAsync(
                    id,
                    parsed.GetRequiredValue(item),
                    new MarkItemRequest(mark, parsed.GetValue(note)),
                    token
                )
        )
        {
            Say = (parsed, handoff) => $"{parsed.GetValue(item)} {said}. {Open(handoff)}",
        };
    }

    private static string Open(HandoffRecord handoff) =>
        handoff.Shift?.Items.Count(item => item.State != ItemState.Closed) switch
        {
            0 or null => "No item is open.",
            1 => "1 item is open.",
            var open => $"{open} items are open.",
        };
}
