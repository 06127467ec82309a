using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Where a person confirms their email address. Opening the link changes nothing, since mail programs follow links;
/// its button does.
/// </summary>
internal static class AddressPages
{
    internal static void MapAddress(this RouteGroupBuilder pages)
    {
        pages.MapPost("/account/address/mail", MailAsync);
        pages.MapGet("/account/address/mail", () => Page.To($"/account"));
        pages.MapGet("/account/address", ShowAsync);
        pages.MapPost("/account/address", (Delegate)ConfirmAsync);
    }

    private static async Task<IResult> MailAsync(HttpContext http, ConfirmAddress confirm, AccountOf mine)
    {
        var mailed = await confirm.MailAsync(http.RequestContext(), http.RequestAborted);
        return mailed.Refused(out var refusal, out var person)
            ? await AccountPages.ShowAsync(http, mine, Page.FaultsOf(refusal))
            : Once.Show(
                http,
                "/account",
                Once.Done,
                T("A link was sent to {0}. Open it in this browser to confirm the address.", person.Email)
            );
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string? code, IDbContextFactory<BatonDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        return await ConfirmAddress.FindAsync(db, http.RequestContext(), code, http.RequestAborted) is { } link
            ? Page.Of<AddressPage>(new { Code = code, link.Email })
            : Page.Of(JoinPages.Gone);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) => ConfirmAddress.ByLinkAsync(db, context, form.Text("code"), token),
            _ => "/account",
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }
}
