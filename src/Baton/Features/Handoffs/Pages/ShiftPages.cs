using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Items;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The sheet of a shift, for a tablet in a corridor and for one page of paper, and the form of one of its items.
/// </summary>
internal static class ShiftPages
{
    /// <summary>What a form of the sheet says, so that what is wrong is shown there.</summary>
    internal const string Name = "shift";

    private const string On = "on";

    internal static void MapShifts(this RouteGroupBuilder handoff)
    {
        handoff.MapGet("/shift", (HttpContext http, long id) => ShowAsync(http, id, null));
        handoff.MapGet("/items", (HttpContext http, long id) => AskAsync(http, id, Form.Empty, null));
        handoff.MapPost("/items", ChangeAsync);
    }

    internal static bool IsOn(Form form) => form.Text(On) == Name;

    /// <summary>What a form says beside the list: that there is nothing on it, and that this is meant.</summary>
    internal static EditRequest? NothingIn(Form form) =>
        form.Has("nothing")
            ? new EditRequest(System.Text.Json.JsonElement.Parse($$"""{"{{ContextItems.Nothing}}": true}"""))
            : null;

    internal static string PathOf(long id) => $"/handoffs/{id}/shift";

    internal static async Task<IResult> ShowAsync(HttpContext http, long id, Refusal? refused)
    {
        await using var db = await HandoffPages.OpenDbAsync(http);
        var writer = http.RequestServices.GetRequiredService<Writer>();
        var found = await OpenHandoff.RunAsync(db, writer, http.RequestContext(), id, http.RequestAborted);
        if (found.Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        if (handoff.Shift is null)
            return Page.Of(Refusal.NotFound(T("a shift with the number {0}", id)));
        return Page.Of<ShiftPage>(
            new
            {
                View = await HandoffPages.ViewAsync(http, db, handoff),
                Faults = await FaultsAsync(http, db, id, refused),
            },
            refused?.Status ?? 200
        );
    }

    private static async Task<IReadOnlyList<FieldError>> FaultsAsync(
        HttpContext http,
        BatonDb db,
        long id,
        Refusal? refused
    ) =>
        refused is null
            ? []
            : Page.FaultsOf(await Overtaken.SayAsync(db, http.RequestContext(), refused, id, http.RequestAborted));

    /// <summary>The form of the item that the address names, or of a new one.</summary>
    private static async Task<IResult> AskAsync(HttpContext http, long id, Form typed, Refusal? refused)
    {
        await using var db = await HandoffPages.OpenDbAsync(http);
        var context = http.RequestContext();
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        if (handoff.Refuse(ChangeItem.Command, context.Caller) is { } cannot)
            return await HandoffPages.ShowAsync(http, id, cannot);
        if (context.TemplateOf(handoff).Item is not { } definition || handoff.Shift is null)
            return Page.Of(ShiftItems.NoShift(handoff));
        var key = typed.Optional("item") ?? http.Request.Query["item"].ToString();
        var item = ContextItems.Of(handoff.Context).FirstOrDefault(known => known.Key == key);
        if (key.Length > 0 && item.Key is null)
            return Page.Of(Refusal.NotFound(T("item {0} in this shift", key)));
        return Page.Of<ItemPage>(
            new
            {
                Handoff = id,
                HandoffTitle = handoff.Title,
                Definition = definition,
                Item = item,
                Typed = typed.Fields,
                Faults = refused is null ? (IReadOnlyList<FieldError>)[] : Page.FaultsOf(refused),
            },
            refused?.Status ?? 200
        );
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, long id)
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        return await http.PostAsync(
            (db, token) => KeepAsync(db, http, context, id, form, token),
            _ => form.Text("do") == "next" ? $"/handoffs/{id}/items" : PathOf(id),
            refusal => AskAsync(http, id, form, refusal)
        );
    }

    private static async Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        HttpContext http,
        RequestContext context,
        long id,
        Form form,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(ChangeItem.Command, context.Caller) is { } cannot)
            return cannot;
        if (context.TemplateOf(handoff).Item is not { } definition)
            return ShiftItems.NoShift(handoff);
        if (ContextItems.SeverityOf(form.Text(ContextItems.Severity)) is not { } severity)
            return Refusal.Invalid(
                ContextItems.Severity,
                "missing",
                T("Choose how closely it must be watched: stable, watcher or unstable.")
            );
        var before = ContextItems.Of(handoff.Context).FirstOrDefault(item => item.Key == form.Text("item"));
        var old = before.Key is null ? System.Text.Json.JsonElement.Parse("{}") : before.Value;
        var values = ContextForm.Read(definition.Fields, form, old, http.Numbers());
        var key = before.Key ?? NewKey(handoff, definition, ContextValues.Merge(old, values));
        var request = new ItemRequest(severity, values);
        return await ChangeItem.Command.RunAsync(db, context, new(id, key), request, cancellationToken);
    }

    /// <summary>People give no keys: it is made of what they call the item.</summary>
    private static string NewKey(Handoff handoff, ItemDefinition definition, System.Text.Json.JsonElement values)
    {
        var title = ContextItems.TitleOf(definition, new ContextItem("", values));
        var taken = ContextItems.Of(handoff.Context).Select(item => item.Key).ToHashSet();
        return KeyNames.FreeKeyOf(title, taken.Contains) is { Length: > 0 } key
            ? key
            : KeyNames.FreeKeyOf("item", taken.Contains);
    }
}
