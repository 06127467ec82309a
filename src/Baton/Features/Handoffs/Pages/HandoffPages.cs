using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Commands.Update;
using Baton.Features.Handoffs.Reading.Answers;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The page of a handoff and what is done on it. Pages are shown by GET and change nothing; only a POST acts.
/// </summary>
internal static class HandoffPages
{
    internal static void MapHandoffPages(this RouteGroupBuilder pages)
    {
        var handoff = pages.MapGroup("/handoffs/{id:long}");
        handoff.MapGet("", (HttpContext http, long id) => ShowAsync(http, id, null));
        handoff.MapGet("/accept", AskToAcceptAsync);
        handoff.MapPost("/initiate", InitiateAsync);
        handoff.MapPost("/update", UpdateAsync);
        handoff.MapPost("/copy", CopyAsync);
        handoff.MapPost("/questions/similar", FindAnswersAsync);
        handoff.MapWatches();
        handoff.MapShifts();
        foreach (var command in HandoffCommands.All)
        {
            foreach (var door in command.Pages)
                handoff.MapDoor(command, door);
        }
    }

    /// <summary>A form that is sent; where it needs words first, also the page that asks for them.</summary>
    private static void MapDoor(this RouteGroupBuilder handoff, HandoffCommand command, PageDoor door)
    {
        if (door.Form is not null)
            handoff.MapGet(
                door.Path,
                (HttpContext http, long id) => AskAsync(http, id, command, door, FormCollection.Empty, null)
            );
        handoff.MapPost(
            door.Path,
            async (HttpContext http, long id) =>
            {
                var form = await Form.ReadAsync(http);
                var context = http.RequestContext();
                return await http.PostAsync(
                    (db, token) => door.RunAsync(db, context, TargetOf(http, id, door, form), form, token),
                    handoff =>
                        form.Optional("to") is { } list ? Page.Local(list)
                        : handoff.IsVisibleTo(context.Caller) ? $"/handoffs/{id}"
                        : "/",
                    refusal =>
                        ShiftPages.IsOn(form) ? ShiftPages.ShowAsync(http, id, refusal)
                        : door.Form is null ? ShowAsync(http, id, refusal)
                        : AskAsync(http, id, command, door, form.Fields, refusal)
                );
            }
        );
    }

    internal static HandoffTarget TargetOf(HttpContext http, long id, PageDoor door, Form form) =>
        new(id, door.Part?.Invoke(form) ?? http.GetRouteValue("n") as string ?? "");

    private static async Task<IResult> InitiateAsync(HttpContext http, long id, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var edit = ShiftPages.NothingIn(form);
        var request = new InitiateRequest(Replies: EditPages.RepliesOf(form));
        return await http.PostJudgedAsync(
            token => JudgeInitiate.JudgeAsync(factory, context, id, request, edit, token),
            _ => ShiftPages.IsOn(form) ? ShiftPages.PathOf(id) : $"/handoffs/{id}",
            refusal =>
                ShiftPages.IsOn(form) ? ShiftPages.ShowAsync(http, id, refusal)
                : refusal.Status == StatusCodes.Status422UnprocessableEntity
                    ? EditPages.ShowRefusedAsync(http, id, refusal)
                : ShowAsync(http, id, refusal)
        );
    }

    /// <summary>
    /// Where a mail to the address of a team leads: whoever signed in reads what they accept, and confirms it.
    /// </summary>
    private static async Task<IResult> AskToAcceptAsync(HttpContext http, long id)
    {
        var context = http.RequestContext();
        await using var db = await OpenDbAsync(http);
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        if (handoff.Refuse(AcceptHandoff.Command, context.Caller) is { } cannot)
            return await ShowAsync(http, id, cannot);
        if (handoff.Shift is not null)
            return Page.To($"/handoffs/{id}/shift#accept");
        return Page.Of<ActionPage>(
            new
            {
                View = await ViewAsync(http, db, handoff),
                Heading = T("Accept"),
                Meaning = T("{0} becomes responsible for it.", context.Catalog.NameOfTeam(handoff.ToTeam)),
                Form = typeof(AcceptWithContext),
            }
        );
    }

    /// <summary>Nothing is written: the question is too long for an address.</summary>
    private static async Task<IResult> FindAnswersAsync(HttpContext http, long id)
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        await using var db = await OpenDbAsync(http);
        if ((await db.FindAsync(context, id)).Refused(out var hidden, out var handoff))
            return Page.Of(hidden);
        var request = new SimilarRequest(form.Text("text"), form.Optional("field"));
        var found = await FindAnswers.RunAsync(db, context, id, request, http.RequestAborted);
        return Page.Of<AnswersPage>(
            new
            {
                View = await ViewAsync(http, db, handoff),
                Answers = found.Refused(out var refusal, out var answers) ? [] : answers.Items,
                request.Text,
                request.Field,
                Faults = refusal is null ? (IReadOnlyList<FieldError>)[] : Page.FaultsOf(refusal),
            },
            refusal?.Status ?? 200
        );
    }

    /// <summary>The gate judges it outside of the transaction, as it does what is typed.</summary>
    private static async Task<IResult> UpdateAsync(HttpContext http, long id, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        var request = new UpdateRequest(DriftFields.Read(await Form.ReadAsync(http)));
        return await http.PostJudgedAsync<Handoff>(
            async token => (await UpdateValues.Command.PrepareAsync(factory, context, id, request, token)).Invoke,
            _ => $"/handoffs/{id}",
            refusal => ShowAsync(http, id, refusal)
        );
    }

    /// <summary>On to the form of the copy.</summary>
    private static Task<IResult> CopyAsync(HttpContext http, long id, StoreModel model) =>
        http.PostAsync(
            CopyHandoff.Prepare(model.Value, http.RequestContext(), id, new CopyRequest(Attachments: true)),
            copy => $"/handoffs/{copy.Handoff.Id}/edit",
            refusal => ShowAsync(http, id, refusal)
        );

    internal static Task<IResult> ContextAsync(
        HttpContext http,
        long id,
        Func<BatonDb, RequestContext, CancellationToken, Task<Outcome<Handoff>>> verb
    )
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => verb(db, context, token),
            _ => $"/handoffs/{id}",
            refusal => ShowAsync(http, id, refusal)
        );
    }

    internal static async Task<IResult> ShowAsync(HttpContext http, long id, Refusal? refused)
    {
        var context = http.RequestContext();
        var services = http.RequestServices;
        await using var db = await OpenDbAsync(http);
        var writer = services.GetRequiredService<Writer>();
        var found = await OpenHandoff.RunAsync(db, writer, context, id, http.RequestAborted);
        if (found.Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        IReadOnlyList<FieldError> faults = refused is null
            ? []
            : Page.FaultsOf(await Overtaken.SayAsync(db, context, refused, id, http.RequestAborted));
        return Page.Of<HandoffPage>(
            new
            {
                View = await ViewAsync(http, db, handoff),
                Once = Once.Take(http),
                Faults = faults,
            },
            refused?.Status ?? 200
        );
    }

    private static async Task<IResult> AskAsync(
        HttpContext http,
        long id,
        HandoffCommand command,
        PageDoor door,
        IFormCollection typed,
        Refusal? refused
    )
    {
        var context = http.RequestContext();
        await using var db = await OpenDbAsync(http);
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        if (handoff.Refuse(command, context.Caller) is not { } cannot)
            return Ask(await ViewAsync(http, db, handoff), command, door, typed, refused);
        // Whoever comes back to the form of what they did is led to what came of it.
        var isDone = refused is null && await Overtaken.IsByAsync(db, context, cannot, id, http.RequestAborted);
        return isDone ? Page.To($"/handoffs/{id}") : await ShowAsync(http, id, cannot);
    }

    /// <summary>The page that asks for the words of a command.</summary>
    internal static IResult Ask(
        HandoffView view,
        HandoffCommand command,
        PageDoor door,
        IFormCollection typed,
        Refusal? refused
    )
    {
        IReadOnlyList<FieldError> faults = refused is null ? [] : Page.FaultsOf(refused);
        return Page.Of<ActionPage>(
            new
            {
                View = view,
                Heading = door.Heading?.Invoke() ?? command.Button(view.Handoff),
                Meaning = door.Meaning(view.Subject),
                Form = door.Form,
                Typed = typed,
                Faults = faults,
            },
            refused?.Status ?? 200
        );
    }

    internal static Task<HandoffView> ViewAsync(HttpContext http, BatonDb db, Handoff handoff) =>
        HandoffView.ReadAsync(
            db,
            http.RequestContext(),
            handoff,
            http.RequestServices.GetRequiredService<BaseUrl>().Value,
            http.RequestAborted
        );

    internal static Task<BatonDb> OpenDbAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(http.RequestAborted);
}
