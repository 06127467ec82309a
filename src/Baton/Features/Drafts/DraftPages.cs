using System.Globalization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Drafts;

/// <summary>Where forms save themselves while somebody types, and where their author finds them again.</summary>
internal static class DraftPages
{
    private const int LongestAddress = 300;

    internal static void MapDrafts(this RouteGroupBuilder pages)
    {
        pages.MapGet("/drafts", () => Page.Of<DraftsPage>());
        pages.MapPost("/drafts", SaveAsync).WithManyInputs();
        pages.MapPost("/drafts/{id:long}/discard", DiscardAsync);
    }

    /// <summary>For the script alone: the answer is JSON.</summary>
    private static async Task<IResult> SaveAsync(HttpContext http, Writer writer)
    {
        var form = await Form.ReadAsync(http);
        var query = http.Request.Query;
        var address = query["for"].ToString();
        if (Page.Local(address) != address || address.Length is < 2 or > LongestAddress)
            return Results.Json(new { fault = T("for must be the path of a form.") }, statusCode: 422);
        var title = query["title"].ToString().ReplaceLineEndings(" ").Trim();
        var request = new SaveDraft.Request(
            long.TryParse(form.Text(DraftOf.Id), CultureInfo.InvariantCulture, out var id) ? id : null,
            form.Number(DraftOf.Seen) ?? 0,
            DraftOf.TabOf(form),
            long.TryParse(form.Text(DraftOf.Turn), CultureInfo.InvariantCulture, out var turn) ? turn : 0,
            address,
            StorableText.Is(title) ? Clipped(title) : "",
            FormDraft.ContentOf(form)
        );
        var context = http.RequestContext();
        var outcome = await writer.WriteAsync(
            (db, token) => SaveDraft.RunAsync(db, context, request, token),
            http.RequestAborted
        );
        return outcome.Refused(out var refusal, out var draft)
            ? Results.Json(new { fault = refusal.Type, detail = refusal.Detail }, statusCode: refusal.Status)
            : Results.Json(new { draft.Id, draft.Version });
    }

    /// <summary>Never half of a surrogate pair, which no database stores.</summary>
    private static string Clipped(string title)
    {
        if (title.Length <= FormDraft.LongestTitle)
            return title;
        var end = char.IsHighSurrogate(title[FormDraft.LongestTitle - 1]) ? 1 : 0;
        return title[..(FormDraft.LongestTitle - end)];
    }

    private static async Task<IResult> DiscardAsync(HttpContext http, long id, Writer writer)
    {
        var person = http.RequestContext().Caller.Person;
        await writer.WriteAsync(
            (db, token) =>
                db.FormDrafts.Where(row => row.Id == id && row.PersonKey == person).ExecuteDeleteAsync(token),
            http.RequestAborted
        );
        return Results.LocalRedirect("/drafts");
    }
}
