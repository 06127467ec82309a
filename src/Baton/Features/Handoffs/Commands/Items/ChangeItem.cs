using System.CommandLine;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Commands.Items;

/// <summary>
/// Adds an item to a shift that is being prepared, or changes one: an edit of the context, of one item, so that two
/// people who prepare the same shift do not write over each other.
/// </summary>
internal sealed class ChangeItem : HandoffCommand<ItemRequest>
{
    internal static readonly ChangeItem Command = new();

    private ChangeItem()
        : base("change_item", Side.Sender, HandoffStatus.Draft, HandoffStatus.Returned) { }

    internal override ApiRoute Api { get; } =
        new("PUT", "/items/{key}", "Add an item to a shift that is being prepared, or change one");

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<ItemReopened>(ItemReopened.EventName)
        {
            Timeline = (item, told) => new(T("{0} put {1} on the list again", told.Who, item.Title)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var key = new Argument<string>("ITEM") { Description = "The key of the item, such as bed-12." };
            var severity = CliOptions.Code<Severity>("--severity", "stable, watcher or unstable.");
            var set = Pairs.Option("--set", "Set a field of the item, as name=value. Can be repeated.");
            return
            [
                new CliVerb(
                    "item",
                    "Add an item to a shift that is being prepared, or change one.\n\n"
                        + "Example: baton handoff item 12 bed-12 --severity watcher --set name=\"M. Horn\"",
                    [key, severity, set],
                    async (parsed, api, id, version, token) =>
                        await api.ChangeItemAsync(
                            id,
                            parsed.GetRequiredValue(key),
                            new ItemRequest(
                                CliOptions.Find<Severity>(parsed.GetRequiredValue(severity))!.Value,
                                await CliItem.ReadAsync(api, id, Pairs.Of(parsed, set), token)
                            ),
                            version,
                            token
                        )
                )
                {
                    Say = (parsed, handoff) =>
                        $"{parsed.GetValue(key)} is on the list of {handoff.Shift?.Items.Count} items.",
                    TakesVersion = true,
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Add to the list");

    internal override bool HasObject(Handoff handoff, Caller caller) => handoff.Shift is not null;

    private protected override Refusal? Faults(Handoff handoff, ItemRequest request, RequestContext context)
    {
        if (handoff.Shift is null)
            return ShiftItems.NoShift(handoff);
        if (request.Values.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid("values", "type", T("values must be an object."));
        return Texts.Refusal(
            request
                .Values.EnumerateObject()
                .Where(member => member.Name is ContextItems.Key or ContextItems.Severity)
                .Select(member => new FieldError(
                    $"values.{member.Name}",
                    "rule",
                    T("{0} is not one of the values: it stands beside them.", member.Name)
                ))
        );
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        ItemRequest request,
        RequestContext context
    ) =>
        Decide(
            handoff,
            target.Part,
            request,
            context.TemplateOf(handoff),
            context.Caller,
            context.Now,
            context.Catalog.ProvenanceOf(context.Caller)
        );

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string key,
        ItemRequest request,
        Template template,
        Caller caller,
        DateTime at,
        ProvenanceKind source = ProvenanceKind.Typed
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (!ContextItems.IsKey(key))
            return Refusal.Invalid([ContextItems.KeyFault(key)]);
        var edited = EditHandoff.Decide(
            handoff,
            ShiftItems.With(handoff.Context, key, request),
            template,
            null,
            caller,
            at,
            source
        );
        return edited is { Value: null, Refusal: null } && handoff.Shift?.Find(key) is { State: ItemState.Closed }
            ? handoff.Record(
                new ItemReopened(key, ShiftItems.TitleOf(handoff, key, template), null),
                at,
                caller,
                handoff.FromTeam
            )
            : edited;
    }
}
