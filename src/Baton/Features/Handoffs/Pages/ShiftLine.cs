using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Pages;

/// <summary>An item of a shift, laid out for reading. Public because Razor makes components public.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">What people know it by.</param>
/// <param name="Severity">How closely it must be watched; null where nobody said.</param>
/// <param name="Item">What became of it.</param>
/// <param name="Lines">Its fields.</param>
/// <param name="Questions">What was asked about it.</param>
public sealed record ShiftLine(
    string Key,
    string Title,
    Severity? Severity,
    ShiftItem Item,
    IReadOnlyList<ContextLine> Lines,
    IReadOnlyList<Question> Questions
)
{
    internal bool IsOpen => Item.State != ItemState.Closed;

    internal bool IsCritical => IsOpen && Severity is Client.Severity.Watcher or Client.Severity.Unstable;

    /// <summary>The worst first; what is closed last.</summary>
    internal static IReadOnlyList<ShiftLine> Of(HandoffRecord handoff, Template template)
    {
        if (handoff.Shift is not { } shift || template.Item is not { } definition)
            return [];
        return
        [
            .. ContextItems
                .Of(handoff.Context)
                .Select(item => Of(item, shift, definition, handoff))
                .OrderBy(line => !line.IsOpen)
                .ThenByDescending(line => line.Severity),
        ];
    }

    internal static string FieldOf(string key) => $"{ContextItems.Items}.{key}";

    internal static string WordOf(Severity severity) =>
        severity switch
        {
            Client.Severity.Stable => T("Stable"),
            Client.Severity.Watcher => T("Watcher"),
            _ => T("Unstable"),
        };

    internal static string ToneOf(Severity? severity) =>
        severity switch
        {
            Client.Severity.Unstable => "late",
            Client.Severity.Watcher => "warn",
            Client.Severity.Stable => "done",
            _ => "wait",
        };

    /// <summary>What stands in its title stands there alone.</summary>
    private static bool IsInTitle(ItemDefinition definition, string field) =>
        ContextItems.AsTemplate(definition).Title?.Contains($"{{{field}}}", StringComparison.Ordinal) == true;

    private static ShiftLine Of(ContextItem item, Shift shift, ItemDefinition definition, HandoffRecord handoff) =>
        new(
            item.Key,
            ContextItems.TitleOf(definition, item),
            item.Severity,
            shift.Find(item.Key) ?? new ShiftItem { Key = item.Key },
            [
                .. ContextLine
                    .Of(ContextItems.AsTemplate(definition), item.Value, null, [], [])
                    .Where(line => line.Key is not (ContextItems.Key or ContextItems.Severity))
                    .Where(line => !IsInTitle(definition, line.Key)),
            ],
            [.. handoff.Questions.Where(question => question.Field == FieldOf(item.Key))]
        );
}
