using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// A card that was dragged to another state: the command that leads there, as its button gives it. Where it needs
/// words, its page opens; where it cannot be, the board says why.
/// </summary>
internal static class MoveOnBoard
{
    internal static async Task<IResult> RunAsync(
        HttpContext http,
        BatonDb db,
        Writer writer,
        IDbContextFactory<BatonDb> factory
    )
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var to = Page.Local(form.Text("to"));
        if ((await db.FindAsync(context, NumberIn(form.Text("id")) ?? 0)).Refused(out var refusal, out var handoff))
            return Page.Of(refusal);
        if (CommandTo(form.Text("status"), handoff) is not { } command)
            return await RefuseAsync(Impossible(handoff, form.Text("status")));
        if (handoff.Refuse(command, context.Caller) is { } why)
            return await RefuseAsync(why);
        if (command.AsksFirst(handoff, context) is { } path)
            return Page.To($"/handoffs/{handoff.Id}{path}");
        if (command.Bind(command.Plain(form.Number("context_revision"))).Refused(out var wrong, out var prepare))
            return await RefuseAsync(wrong);
        return await http.PostJudgedAsync<Handoff>(
            async token => (await prepare(factory, context, handoff.Id, token)).Invoke,
            _ => to,
            RefuseAsync
        );

        Task<IResult> RefuseAsync(Refusal why) => ShowAsync(http, db, writer, to, handoff, why);
    }

    /// <summary>The command that leads from where the handoff is to the other state; null: none does.</summary>
    private static HandoffCommand? CommandTo(string status, Handoff handoff) =>
        HandoffCommands.All.FirstOrDefault(command =>
            command.LeadsTo is { } state && Handoff.Wire(state) == status && command.From.Contains(handoff.Status)
        );

    private static Refusal Impossible(Handoff handoff, string status) =>
        new(
            409,
            "wrong-state",
            T("Wrong state"),
            T(
                "{0} cannot go from {1} to {2}.",
                handoff.Title,
                StatusWords.Of(handoff.Status),
                Enum.GetValues<HandoffStatus>()
                    .Where(known => Handoff.Wire(known) == status)
                    .Select(StatusWords.Of)
                    .FirstOrDefault()
                    ?? status
            )
        );

    /// <summary>The board as it was, with the reason above it.</summary>
    private static Task<IResult> ShowAsync(
        HttpContext http,
        BatonDb db,
        Writer writer,
        string to,
        Handoff handoff,
        Refusal why
    )
    {
        var at = to.IndexOf('?', StringComparison.Ordinal);
        http.Request.Path = ListAddress.List; // its links and buttons lead back here
        http.Request.QueryString = new QueryString(at < 0 ? "" : to[at..]);
        http.Request.Query = new QueryCollection(QueryHelpers.ParseQuery(http.Request.QueryString.Value));
        var labelled =
            why.Errors.Count == 0
                ? why
                : Refusal.Invalid([
                    .. why.Errors.Select(fault =>
                        FormFaults.For(
                            http.RequestContext().TemplateOf(handoff),
                            handoff.Context,
                            fault,
                            http.Numbers()
                        ) with
                        {
                            Field = "",
                        }
                    ),
                ]);
        return ListPages.ShowAsync(http, Query<HandoffPageQuery>.Of(http.Request), db, writer, labelled);
    }

    private static long? NumberIn(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
