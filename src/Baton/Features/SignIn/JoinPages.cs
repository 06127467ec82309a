using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>Where an invitation leads.</summary>
internal static class JoinPages
{
    internal static Refusal Gone =>
        new(
            404,
            "not-found",
            T("This link no longer works"),
            T(
                "It was used, revoked or replaced, or it is older than a week. If you already have an account, sign "
                    + "in. Otherwise ask the person who sent it for a new one."
            )
        );

    internal static void MapJoin(this RouteGroupBuilder open)
    {
        open.MapGet("/join", ShowAsync).SpeaksTo(http => PersonAsync(http, http.Request.Query["code"]));
        open.MapPost("/join", JoinAsync)
            .SpeaksTo(async http => await PersonAsync(http, (await Form.ReadAsync(http)).Text("code")));
    }

    private static async Task<string?> PersonAsync(HttpContext http, string? code) =>
        (await http.RequestServices.GetRequiredService<Join>().FindAsync(code, http.RequestAborted))?.PersonKey;

    private static async Task<IResult> ShowAsync(
        string? code,
        Join join,
        Catalogs catalogs,
        CancellationToken cancellationToken
    )
    {
        if (await join.FindAsync(code, cancellationToken) is not { } invitation)
            return Page.Of(Gone);
        return Page.Of<JoinPage>(
            await ValuesAsync(
                code!,
                invitation,
                new NewPerson("", "", invitation.Email, ""),
                [],
                catalogs,
                cancellationToken
            )
        );
    }

    private static async Task<IResult> JoinAsync(
        HttpContext http,
        Join join,
        Catalogs catalogs,
        SignInManager<Account> manager,
        UserManager<Account> accounts
    )
    {
        var form = await Form.ReadAsync(http);
        var code = form.Text("code");
        var cancellationToken = http.RequestAborted;
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var person = NewPerson.Of(form, catalog.People.ContainsKey);
        if (await join.FindAsync(code, cancellationToken) is not { } invitation)
            return Page.Of(Gone);
        person = person with { Email = invitation.Email };
        var outcome = invitation.PersonKey is { } known
            ? await join.AgainAsync(code, known, person.Password, cancellationToken)
            : await join.RunAsync(code, person, cancellationToken);
        if (outcome.Refused(out var refusal, out var key))
            return refusal.Status == 404
                ? Page.Of(Gone)
                : Page.Of<JoinPage>(
                    await ValuesAsync(code, invitation, person, Page.FaultsOf(refusal), catalogs, cancellationToken),
                    refusal.Status
                );
        if (await accounts.FindByIdAsync(key) is not { TwoFactor: false } account)
            return Results.LocalRedirect("/sign-in");
        await manager.SignInAsync(account, isPersistent: false);
        return Results.LocalRedirect("/");
    }

    private static async Task<Dictionary<string, object?>> ValuesAsync(
        string code,
        Invitation invitation,
        NewPerson person,
        IReadOnlyList<Client.FieldError> faults,
        Catalogs catalogs,
        CancellationToken cancellationToken
    )
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        return new Dictionary<string, object?>
        {
            ["Code"] = code,
            ["By"] = catalog.NameOfPerson(invitation.InvitedBy),
            ["Team"] = invitation.TeamKey is { } team ? catalog.NameOfTeam(team) : null,
            ["Known"] = invitation.PersonKey is { } known ? catalog.NameOfPerson(known) : null,
            ["Key"] = person.Key,
            ["Name"] = person.Name,
            ["Email"] = person.Email,
            ["Faults"] = faults,
        };
    }
}
