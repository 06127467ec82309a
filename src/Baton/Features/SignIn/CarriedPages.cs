using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.SignIn;

/// <summary>
/// Where a form goes on that met an ended session: it is shown with everything in it to whoever sent it, and is sent
/// by a press of a button, or by the script at once.
/// </summary>
internal static class CarriedPages
{
    internal static void MapCarriedForms(this RouteGroupBuilder pages) =>
        pages.MapGet($"{CarryForm.Path}/{{secret}}", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, string secret, CarryForm carry)
    {
        var person = http.RequestContext().Caller.Person;
        return await carry.GiveAsync(secret, person, http.RequestAborted) is { } content
            ? Page.Of<CarriedPage>(
                new
                {
                    Path = content.Path,
                    Inputs = content.Inputs,
                    HadFile = content.HadFile,
                }
            )
            : Page.Of(
                new Refusal(
                    404,
                    "not-found",
                    T("Not submitted"),
                    T(
                        "This form is not here for you: it was filled in by somebody else, or more than 30 minutes "
                            + "ago. Nothing was changed."
                    )
                )
            );
    }
}
