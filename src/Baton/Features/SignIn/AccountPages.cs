using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>What a person has here for themselves: password, second factor, tokens, sessions.</summary>
internal static class AccountPages
{
    /// <summary>The password that is asked for a token: the page has another field for the current one.</summary>
    internal const string TokenPassword = "token_password";

    internal static void MapAccount(this RouteGroupBuilder pages)
    {
        var account = pages.MapGroup("/account");
        account.MapGet("", (HttpContext http, AccountOf mine) => ShowAsync(http, mine));
        account.MapPost("/password", ChangeAsync);
        account.MapPost("/delivery", PaceAsync);
        account.MapPost("/tokens", MakeTokenAsync);
        account.MapPost("/tokens/{id:long}/revoke", RevokeAsync);
        account.MapPost("/sessions/{id:long}/end", EndAsync);
        account.MapPost("/everywhere", EverywhereAsync);
    }

    internal static async Task<IResult> ShowAsync(
        HttpContext http,
        AccountOf mine,
        IReadOnlyList<FieldError>? faults = null,
        Form? typed = null
    )
    {
        var (ways, tokens, sessions) = await mine.ReadAsync(http.RequestContext(), http.RequestAborted);
        return Page.Of<AccountPage>(
            new
            {
                Tokens = tokens,
                Sessions = sessions,
                Ways = ways,
                Faults = faults ?? [],
                Typed = typed?.Fields ?? FormCollection.Empty,
                Once = Once.Take(http),
            },
            faults is null ? 200 : 422
        );
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext http,
        AccountOf mine,
        UserManager<Account> accounts,
        SignInManager<Account> manager,
        OwnPassword own,
        Writer writer
    )
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        var person = context.Catalog.People[context.Caller.Person];
        var faults = Passwords.Faults(form.Text("password"), person.Key, person.Name, person.Email).ToList();
        var account = (await accounts.FindByIdAsync(person.Key))!;
        if (account.PasswordHash is null)
            return await ShowAsync(
                http,
                mine,
                [new FieldError("", "none", T("You have no password. Ask an admin for a link to set one."))]
            );
        if (faults.Count == 0 && await own.FaultAsync(http, account, form.Text("current")) is { } fault)
            faults.Add(fault);
        if (faults.Count > 0)
            return await ShowAsync(http, mine, faults);
        if (!(await accounts.ChangePasswordAsync(account, form.Text("current"), form.Text("password"))).Succeeded)
            return await ShowAsync(
                http,
                mine,
                [new FieldError("", "changed", T("Your account was changed at the same time. Try again."))]
            );
        await manager.SignInAsync(account, isPersistent: false);
        if (form.Has("tokens"))
            await writer.WriteAsync((db, token) => RevokeToken.AllAsync(db, person.Key, token), http.RequestAborted);
        return Once.Show(
            http,
            "/account",
            Once.Done,
            form.Has("tokens")
                ? T(
                    "Your password was changed. You were signed out on all other devices, and your "
                        + "API tokens were revoked."
                )
                : T(
                    "Your password was changed, and you were signed out on all other devices. Your "
                        + "API tokens still work."
                )
        );
    }

    private static async Task<IResult> PaceAsync(HttpContext http, AccountOf mine, Writer writer)
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        var (pace, summary) = Changed(form, context.Caller.LeadsAny);
        if (pace is null && summary is null)
            return Page.To($"/account");
        var kept = await writer.WriteAsync(
            (db, token) => PutPreferences.RunAsync(db, context, context.Caller.Person, pace, summary, null, token),
            http.RequestAborted
        );
        return kept.Refused(out var refusal, out _)
            ? await ShowAsync(http, mine, Page.FaultsOf(refusal))
            : Page.To($"/account");
    }

    /// <summary>What is as the page showed it is not sent: another window may have changed it since.</summary>
    private static (DeliveryPace? Pace, bool? Summary) Changed(Form form, bool leads)
    {
        bool? summary =
            leads
            && (
                !form.Has("seen.delivery") || form.Has("weekly_summary") != (form.Text("seen.weekly_summary") == "true")
            )
                ? form.Has("weekly_summary")
                : null;
        return (
            form.Has("seen.delivery") && form.Text("seen.delivery") == form.Text("delivery")
                ? null
                : PaceField.Read(form),
            summary
        );
    }

    private static async Task<IResult> MakeTokenAsync(
        HttpContext http,
        AccountOf mine,
        UserManager<Account> accounts,
        OwnPassword own
    )
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        var name = form.Optional("name") ?? "unnamed";
        if (name.Length > 100)
            return await ShowAsync(
                http,
                mine,
                [new FieldError("name", "rule", T("The name of a token must not be longer than 100 characters."))],
                form
            );
        if (
            await own.FaultAsync(
                http,
                (await accounts.FindByIdAsync(context.Caller.Person))!,
                form.Text(TokenPassword),
                TokenPassword
            ) is
            { } fault
        )
            return await ShowAsync(http, mine, [fault], form);
        return await http.PostAsync(
            (db, token) =>
                CreateToken.RunAsync(db, context.Now, context.Caller.Person, name, form.Optional("expires"), token),
            _ => "/account",
            refusal => ShowAsync(http, mine, Page.FaultsOf(refusal), form),
            (Once.Token, secret => secret)
        );
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, long id, Writer writer)
    {
        var context = http.RequestContext();
        var revoked = await writer.WriteAsync(
            (db, token) => RevokeToken.OwnAsync(db, context, id, token),
            http.RequestAborted
        );
        return revoked.Refused(out var refusal, out _) ? Page.Of(refusal) : Page.To($"/account");
    }

    private static async Task<IResult> EndAsync(HttpContext http, long id, Writer writer)
    {
        var context = http.RequestContext();
        var ended = await writer.WriteAsync(
            (db, token) => EndSessions.OwnAsync(db, context, id, token),
            http.RequestAborted
        );
        return ended.Refused(out var refusal, out _) ? Page.Of(refusal) : Page.To($"/account#sessions");
    }

    private static async Task<IResult> EverywhereAsync(HttpContext http, Writer writer, SignInManager<Account> manager)
    {
        var form = await Form.ReadAsync(http);
        var context = http.RequestContext();
        await writer.WriteAsync(
            (db, token) => EndSessions.EverywhereAsync(db, context, form.Has("tokens"), token),
            http.RequestAborted
        );
        await manager.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }
}
