using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Where a person keeps their passkeys, and the door that opens with one. Both need a browser with scripts; without,
/// there is the password.
/// </summary>
internal static class PasskeyPages
{
    internal static void MapPasskeys(this RouteGroupBuilder pages)
    {
        var own = pages.MapGroup("/account/passkeys");
        own.MapGet(
            "",
            (HttpContext http, IDbContextFactory<BatonDb> factory, SecondFactorPages.Signed signed) =>
                ShowAsync(http, factory, signed)
        );
        own.MapPost("", AddAsync);
        own.MapPost("/options", OfferAsync);
        own.MapPost(
            "/{id}/rename",
            (
                HttpContext http,
                string id,
                Passkeys passkeys,
                IDbContextFactory<BatonDb> factory,
                SecondFactorPages.Signed signed
            ) =>
                ChangeAsync(
                    http,
                    factory,
                    signed,
                    (person, form, token) => passkeys.RenameAsync(person, id, form.Text("name"), token)
                )
        );
        own.MapPost(
            "/{id}/remove",
            (
                HttpContext http,
                string id,
                Passkeys passkeys,
                IDbContextFactory<BatonDb> factory,
                SecondFactorPages.Signed signed
            ) => ChangeAsync(http, factory, signed, (person, _, token) => passkeys.RemoveAsync(person, id, token))
        );
    }

    internal static void MapSignInPasskey(this RouteGroupBuilder open)
    {
        open.MapPost(
            "/sign-in/passkey/options",
            async (Passkeys passkeys) => Results.Content(await passkeys.AskAsync(), "application/json")
        );
        open.MapPost("/sign-in/passkey", SignInAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        SecondFactorPages.Signed signed,
        Refusal? refusal = null
    )
    {
        var account = await signed.AccountAsync(http);
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var rows = await db
            .Passkeys.AsNoTracking()
            .Where(passkey => passkey.PersonKey == account.PersonKey)
            .OrderBy(passkey => passkey.CreatedAt)
            .ToListAsync(http.RequestAborted);
        var lines = rows.Select(row => new PasskeyLine(row.CredentialId, row.Name, row.CreatedAt, row.UsedAt)).ToList();
        return Page.Of<PasskeysPage>(
            new
            {
                Lines = lines,
                Password = account.PasswordHash is not null,
                Faults = refusal is null ? [] : Page.FaultsOf(refusal),
            },
            refusal?.Status ?? 200
        );
    }

    /// <summary>
    /// The password is said before the browser makes anything: what is added afterwards answers to this alone.
    /// </summary>
    private static async Task<IResult> OfferAsync(HttpContext http, Passkeys passkeys, SecondFactorPages.Signed signed)
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        var account = await signed.AccountAsync(http);
        var faults = Passkeys.NameFaults(form.Text("name")).ToList();
        if (await signed.FaultAsync(http, account, form) is { } fault)
            faults.Add(fault);
        var offer =
            faults.Count > 0 ? Refusal.Invalid(faults) : await passkeys.OfferAsync(account, context.Caller.Name);
        return offer.Refused(out var refusal, out var options)
            ? Results.Problem(refusal.Detail, statusCode: refusal.Status, title: refusal.Title, type: refusal.Type)
            : Results.Content(options, "application/json");
    }

    private static async Task<IResult> AddAsync(
        HttpContext http,
        Passkeys passkeys,
        IDbContextFactory<BatonDb> factory,
        SecondFactorPages.Signed signed
    )
    {
        var form = await Form.ReadAsync(http);
        var account = await signed.AccountAsync(http);
        var faults = Passkeys.NameFaults(form.Text("name")).ToList();
        var added =
            faults.Count > 0
                ? Refusal.Invalid(faults)
                : await passkeys.AddAsync(account, form.Text("name"), form.Text("credential"));
        return added.Refused(out var refusal, out _)
            ? await ShowAsync(http, factory, signed, refusal)
            : Page.To($"/account/passkeys");
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        SecondFactorPages.Signed signed,
        Func<string, Form, CancellationToken, Task<Outcome<bool>>> change
    )
    {
        var form = await Form.ReadAsync(http);
        var changed = await change(http.RequestContext().Caller.Person, form, http.RequestAborted);
        if (!changed.Refused(out var refusal, out _))
            return Page.To($"/account/passkeys");
        return refusal.Status == 404 ? Page.Of(refusal) : await ShowAsync(http, factory, signed, refusal);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, Passkeys passkeys, SignInRecords records)
    {
        var form = await Form.ReadAsync(http);
        var to = Page.Local(form.Text("to"));
        if (await passkeys.SignInAsync(http, form.Text("credential")) is not null)
            return Results.LocalRedirect(to);
        await records.FailedAsync(http, null, SignInWay.Passkey);
        return SignInPages.Again(
            "",
            to,
            T("The passkey was not recognized, or it took too long. Try again, or sign in with your " + "password."),
            422
        );
    }
}
