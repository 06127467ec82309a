using Baton.Features.Handoffs.Reading;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Saving a list under a name, and removing it.</summary>
internal static class SavedViewPages
{
    private const int LongestQuery = 2_000;

    internal static async Task<IResult> SaveAsync(HttpContext http)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        if (OfList(form.Text("query")) is not { } query)
            return Page.Of(Refusal.Invalid("query", "rule", T("query must be the filters of the list of handoffs.")));
        return await http.PostAsync(
            (db, token) => SavedViews.SaveAsync(db, context, form.Text("name"), query, form.Optional("team"), token),
            view => $"{ListAddress.List}?{view.Query}",
            refusal => ShowRefusedAsync(http, form, query, refusal)
        );
    }

    /// <summary>The list that was to be saved, with what was typed and what is wrong with it.</summary>
    private static async Task<IResult> ShowRefusedAsync(HttpContext http, Form form, string query, Refusal refusal)
    {
        if (refusal.Status != StatusCodes.Status422UnprocessableEntity)
            return Page.Of(refusal);
        http.Request.QueryString = new QueryString($"?{query}");
        return await ListPages.ShowAsync(
            http,
            Query<HandoffPageQuery>.Of(http.Request),
            http.RequestServices.GetRequiredService<BatonDb>(),
            http.RequestServices.GetRequiredService<Writer>(),
            refusal with
            {
                Errors =
                [
                    .. refusal
                        .Errors.Select(FormFaults.Labelled)
                        .Select(error => error with { Field = ListTabs.InputOf(error.Field) }),
                ],
            },
            form
        );
    }

    internal static Task<IResult> RemoveAsync(HttpContext http, long id)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => SavedViews.RemoveAsync(db, context, id, token),
            _ => ListAddress.List,
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }

    /// <summary>
    /// Only what the list itself understands is kept, written as its address has it; null: it is none.
    /// </summary>
    private static string? OfList(string query)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString($"?{query}");
        // Read as strictly as what a program sends: what nobody understands is not kept.
        request.Path = "/api";
        return query.Length <= LongestQuery && !Query<HandoffPageQuery>.Of(request).Refused(out _, out _)
            ? ListAddress.QueryOf(request)
            : null;
    }
}
