using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>
/// The first page of a fresh installation. A wrong code and a finished set-up look the same: not there.
/// </summary>
internal static class SetupPages
{
    internal static void MapSetup(this RouteGroupBuilder open)
    {
        open.MapGet("/setup", ShowAsync);
        open.MapPost("/setup", MakeAsync);
    }

    private static async Task<IResult> ShowAsync(Setup setup, string? code, CancellationToken cancellationToken) =>
        setup.Knows(code) && await setup.LinkAsync(cancellationToken) is not null
            ? Page.Of<SetupPage>(new { Code = code })
            : Results.NotFound();

    private static async Task<IResult> MakeAsync(HttpContext http, Setup setup, SignInManager<Account> manager)
    {
        var form = await Form.ReadAsync(http);
        var code = form.Text("code");
        var admin = NewPerson.Of(form, isTaken: _ => false);
        if (!setup.Knows(code))
            return Results.NotFound();
        var outcome = await setup.RunAsync(admin, http.RequestAborted);
        if (!outcome.Refused(out var refusal, out var account))
        {
            await manager.SignInAsync(account, isPersistent: false);
            return Results.LocalRedirect("/");
        }

        return refusal.Status == 404
            ? Results.NotFound()
            : Page.Of<SetupPage>(
                new
                {
                    Code = code,
                    admin.Key,
                    admin.Name,
                    admin.Email,
                    Faults = Page.FaultsOf(refusal),
                },
                refusal.Status
            );
    }
}
