using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Items;

/// <summary>
/// Says of one item of a shift that the receiving team has it, that something is wrong with it, or that it is over.
/// </summary>
internal sealed class MarkItem : HandoffCommand<MarkItemRequest>
{
    internal static readonly MarkItem Command = new();

    private MarkItem()
        : base(
            "mark_item",
            Side.Either,
            HandoffStatus.Draft,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } =
        new("POST", "/items/{key}/mark", "Accept, flag or close one item of a shift");

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page(
                "/items/mark",
                form => FormCodes.Make(form, "as", (ItemMark mark) => new MarkItemRequest(mark, form.Optional("note")))
            ) with
            {
                Part = form => form.Text("item"),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<ItemAccepted>(ItemAccepted.EventName)
        {
            Timeline = (item, told) => new(T("{0} accepted {1}", told.Who, item.Title), item.Note),
        },
        new EventDescriptor<ItemFlagged>(ItemFlagged.EventName)
        {
            Timeline = (item, told) => new(T("{0} flagged {1}", told.Who, item.Title), item.Note),
            Hears = (_, _) => Hearing.Sender,
            Tone = "warn",
            Facts = (item, _) => [new Fact(FactLabels.Reason, item.Note ?? "")],
            Name = () => T("Item flagged"),
            Notice = about => new(T("Item flagged"), T("{0} flagged something in {1}.", about.Who, about.About)),
        },
        new EventDescriptor<ItemClosed>(ItemClosed.EventName)
        {
            Timeline = (item, told) => new(T("{0} closed {1}", told.Who, item.Title), item.Note),
            Tone = "done",
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs => MarkItemVerbs.All;

    internal override string Button(HandoffRecord handoff) => T("Accept");

    internal override bool HasObject(Handoff handoff, Caller caller) =>
        handoff.Shift is { Items.Count: > 0 } && caller.Is(HolderOf(handoff));

    private protected override Refusal? Faults(Handoff handoff, MarkItemRequest request, RequestContext context) =>
        handoff.Shift is null
            ? ShiftItems.NoShift(handoff)
            : Texts.Refusal(
                request.As == ItemMark.Flagged && Blank.Is(request.Note)
                    ? [new FieldError("note", "missing", T("note must say what is wrong with it."))]
                    : Texts.Optional("note", request.Note)
            );

    /// <summary>Once the next shift has taken an item over, it is closed there and nowhere else.</summary>
    private protected override async Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        MarkItemRequest request,
        CancellationToken cancellationToken
    )
    {
        if (handoff.Status == HandoffStatus.Accepted)
        {
            await NamedLocks.LockAsync(db, CarriedItems.LockOf(handoff.Template, handoff.FromTeam), cancellationToken);
            var next = await CarriedItems.UnderWayAsync(db, handoff.Template, handoff.FromTeam, cancellationToken);
            if (next is { } id)
                return handoff.Conflict(
                    context.Caller,
                    "carried-on",
                    T("Carried on"),
                    T("The items are carried on to the next shift, #{0}. Say it there.", $"{id}")
                );
        }

        return await base.KeepAsync(db, context, handoff, target, request, cancellationToken);
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        MarkItemRequest request,
        RequestContext context
    ) =>
        Decide(
            handoff,
            target.Part,
            request,
            ShiftItems.TitleOf(handoff, target.Part, context.TemplateOf(handoff)),
            context.Caller,
            context.Now
        );

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string key,
        MarkItemRequest request,
        string title,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (handoff.Shift is not { } shift)
            return ShiftItems.NoShift(handoff);
        if (shift.Find(key) is not { } item)
            return Refusal.NotFound(T("item {0} in this shift", key));
        var holder = HolderOf(handoff);
        if (!caller.Is(holder))
            return Refusal.Forbidden(T("Only people of {0} may mark items now.", holder));
        if (RefuseState(handoff, item, request.As, caller) is { } wrong)
            return wrong;
        ItemChange change = request.As switch
        {
            ItemMark.Accepted => new ItemAccepted(key, title, request.Note),
            ItemMark.Flagged => new ItemFlagged(key, title, request.Note),
            _ => new ItemClosed(key, title, request.Note),
        };
        return handoff.Record(change, at, caller, holder);
    }

    /// <summary>The sender until it is handed over, the receiver from then on.</summary>
    private static string HolderOf(Handoff handoff) =>
        handoff.Status is HandoffStatus.Draft or HandoffStatus.Returned ? handoff.FromTeam : handoff.ToTeam;

    private static Refusal? RefuseState(Handoff handoff, ShiftItem item, ItemMark mark, Caller caller)
    {
        var isPrepared = handoff.Status is HandoffStatus.Draft or HandoffStatus.Returned;
        if (mark != ItemMark.Closed && isPrepared)
            return Wrong(T("Items are accepted and flagged once they are handed over."));
        if (mark == ItemMark.Closed && handoff.Status == HandoffStatus.Initiated)
            return Wrong(T("Accept the shift first; then you can close its items."));
        return (mark, item.State) switch
        {
            (ItemMark.Closed, ItemState.Closed) => Wrong(T("{0} is closed already.", item.Key)),
            (not ItemMark.Closed, ItemState.Closed) when handoff.Status == HandoffStatus.Initiated => Wrong(
                T("{0} was closed by the team that hands over.", item.Key)
            ),
            _ => null,
        };

        Refusal Wrong(string detail) => handoff.Conflict(caller, "wrong-state", T("Wrong state"), detail);
    }
}
