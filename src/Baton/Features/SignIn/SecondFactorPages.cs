using Baton.Client;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>Where a person sets up their second factor, gets new recovery codes, or switches it off.</summary>
internal static class SecondFactorPages
{
    internal static void MapSecondFactor(this RouteGroupBuilder pages)
    {
        var factor = pages.MapGroup("/account/second-factor");
        factor.MapGet("", ShowAsync);
        factor.MapPost("", ConfirmAsync);
        factor.MapGet("/codes", (Delegate)ShowCodes);
        factor.MapPost(
            "/codes",
            (HttpContext http, SecondFactor second, Signed signed) => ChangeAsync(http, signed, second.NewCodesAsync)
        );
        factor.MapPost(
            "/off",
            (HttpContext http, SecondFactor second, Signed signed) => ChangeAsync(http, signed, second.SwitchOffAsync)
        );
    }

    private static async Task<IResult> ShowAsync(HttpContext http, SecondFactor second, Signed signed)
    {
        var account = await signed.AccountAsync(http);
        return account.TwoFactor ? Change(account) : Offer(http, account, second.Offer(account.PersonKey));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, SecondFactor second, Signed signed)
    {
        var form = await Form.ReadAsync(http);
        var account = await signed.AccountAsync(http);
        if (second.Offered(account.PersonKey, form.Text("secret")) is not { } secret)
            return Offer(
                http,
                account,
                second.Offer(account.PersonKey),
                [new FieldError("", "form", T("This form has expired. Scan the new code with the app."))]
            );
        if (await signed.FaultAsync(http, account, form) is { } fault)
            return Offer(http, account, (secret, form.Text("secret")), [fault]);
        var kept = await second.ConfirmAsync(account, secret, form.Text("code"));
        return kept.Refused(out var refusal, out var codes)
            ? Offer(http, account, (secret, form.Text("secret")), Page.FaultsOf(refusal))
            : await DoneAsync(http, signed, account, codes);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext http,
        Signed signed,
        Func<Account, Task<Outcome<string[]>>> change
    )
    {
        var form = await Form.ReadAsync(http);
        var account = await signed.AccountAsync(http);
        if (await signed.FaultAsync(http, account, form) is { } fault)
            return Change(account, [fault]);
        var changed = await change(account);
        return changed.Refused(out var refusal, out var codes)
            ? Change(account, Page.FaultsOf(refusal))
            : await DoneAsync(http, signed, account, codes);
    }

    private static async Task<IResult> DoneAsync(HttpContext http, Signed signed, Account account, string[] codes)
    {
        await signed.AgainAsync(account);
        return codes.Length == 0
            ? Page.To($"/account")
            : Once.Show(http, "/account/second-factor/codes", Once.Codes, string.Join(' ', codes));
    }

    private static IResult ShowCodes(HttpContext http) =>
        Page.Of<RecoveryCodesPage>(new { Codes = Once.Take(http)?.Text?.Split(' ') });

    private static IResult Change(Account account, IReadOnlyList<FieldError>? faults = null) =>
        Page.Of<SecondFactorPage>(
            new
            {
                Codes = account.RecoveryCodes.Count,
                Password = account.PasswordHash is not null,
                Faults = faults ?? [],
            },
            faults is null ? 200 : 422
        );

    private static IResult Offer(
        HttpContext http,
        Account account,
        (string Secret, string Sealed) offer,
        IReadOnlyList<FieldError>? faults = null
    )
    {
        var host = http.RequestServices.GetRequiredService<BaseUrl>().Value.Host;
        var address = AuthenticatorCode.AddressOf(offer.Secret, account.PersonKey, host);
        return Page.Of<SetUpSecondFactorPage>(
            new
            {
                offer.Secret,
                offer.Sealed,
                Address = address,
                Password = account.PasswordHash is not null,
                Faults = faults ?? [],
            },
            faults is null ? 200 : 422
        );
    }

    /// <summary>Whoever is signed in, as far as their own account goes.</summary>
    internal sealed class Signed(UserManager<Account> accounts, SignInManager<Account> manager, OwnPassword own)
    {
        internal async Task<Account> AccountAsync(HttpContext http) =>
            (await accounts.FindByIdAsync(http.RequestContext().Caller.Person))!;

        internal Task<FieldError?> FaultAsync(HttpContext http, Account account, Form form) =>
            own.FaultAsync(http, account, form.Text("current"));

        /// <summary>A new session for this browser, after a change that ended them all.</summary>
        internal Task AgainAsync(Account account) => manager.SignInAsync(account, isPersistent: false);
    }
}
