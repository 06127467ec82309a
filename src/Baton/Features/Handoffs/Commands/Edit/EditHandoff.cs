using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Handoffs.Commands.Edit;

/// <summary>Changes values of the context while the sending team holds it.</summary>
internal sealed class EditHandoff : HandoffCommand<EditRequest>
{
    internal static readonly EditHandoff Command = new();

    private EditHandoff()
        : base("edit", Side.Sender, HandoffStatus.Draft, HandoffStatus.Returned) { }

    internal override ApiRoute Api { get; } = new("PATCH", "", "Change values of the context");

    internal override Type ButtonComponent => typeof(EditButton);

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffEdited>(HandoffEdited.EventName)
        {
            Timeline = (edited, told) =>
            {
                var fields = told.LabelsOf(edited.Values.EnumerateObject().Select(member => member.Name));
                return new(T("{0} changed {1}", told.Who, fields));
            },
        },
    ];

    internal override string Button(HandoffRecord handoff) => T("Edit");

    private protected override Refusal? Faults(Handoff handoff, EditRequest request, RequestContext context) =>
        request.Context.ValueKind == JsonValueKind.Object
            ? null
            : Refusal.Invalid("context", "type", "context must be an object.");

    /// <summary>Nothing happens when nothing changes.</summary>
    private protected override async Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        EditRequest request,
        CancellationToken cancellationToken
    )
    {
        var edited = Decide(handoff, target, request, context);
        return edited is { Value: null, Refusal: null }
            ? handoff
            : await db.KeepAsync(context, handoff, edited, cancellationToken);
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        EditRequest request,
        RequestContext context
    )
    {
        var template = context.TemplateOf(handoff);
        var values = ContextValues.NamedAs(template, request.Context);
        return Decide(handoff, values, template, context.Caller, context.Now);
    }

    /// <summary>Merges values into the context; null takes a field away. No event where nothing changes.</summary>
    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        JsonElement values,
        Template template,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        var merged = ContextValues.Merge(handoff.Context, values);
        if (JsonElement.DeepEquals(merged, handoff.Context))
            return new Outcome<HandoffEvent>();
        var edited = new HandoffEdited(values, HandoffTitle.Of(template, merged));
        return handoff.Record(edited, at, caller, handoff.FromTeam);
    }
}
