using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Baton.Features.SignIn;

/// <summary>What a form said, and where it goes.</summary>
/// <param name="Person">Whose form it is.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Inputs">What stood in it, the token of the form included.</param>
/// <param name="HadFile">Whether a file was chosen, which is not carried.</param>
internal sealed record CarriedContent(
    string Person,
    string Path,
    IReadOnlyDictionary<string, string[]> Inputs,
    bool HadFile
);

/// <summary>
/// Carries a form that meets an ended session through signing in. Only a form of ours is taken, from the browser in
/// which its person was signed in, and only they get it back: neither another person nor another page can make this
/// server keep or do anything.
/// </summary>
internal sealed class CarryForm(
    Writer writer,
    IDbContextFactory<BatonDb> factory,
    IDataProtectionProvider provider,
    IAntiforgery antiforgery,
    IOptionsMonitor<CookieAuthenticationOptions> cookies,
    ProvenDevices devices,
    TimeProvider time
)
{
    internal const string Path = "/carried";
    private const int Largest = 512 * 1024;

    /// <summary>How many may wait at once; whoever comes then signs in and types again.</summary>
    private const int MostWaiting = 500;

    private static readonly string[] SecretInputs = ["password", "secret", "credential"];

    private readonly IDataProtector protector = provider.CreateProtector("carried form");

    /// <summary>Where to go on after signing in; null where the form is not carried.</summary>
    internal async Task<string?> TakeAsync(HttpContext http)
    {
        if (!IsNavigation(http) || http.Request.Path.StartsWithSegments("/sign-out"))
            return null;
        if (await ReadAsync(http) is not { } form || form.Keys.Any(IsSecret))
            return null;
        if (await SenderAsync(http) is not { } person)
            return null;
        var content = new CarriedContent(
            person,
            http.Request.Path + http.Request.QueryString,
            form.ToDictionary(input => input.Key, input => input.Value.OfType<string>().ToArray()),
            form.Files.Count > 0 || http.Features.Get<UploadForm>()?.File is not null
        );
        var text = JsonSerializer.Serialize(content);
        return text.Length <= Largest ? await KeepAsync(text, http.RequestAborted) : null;
    }

    /// <summary>Null where there is none, it is too old, or it is another person's.</summary>
    internal async Task<CarriedContent?> GiveAsync(string secret, string person, CancellationToken cancellationToken)
    {
        var (hash, now) = (Token.HashOf(secret), time.UtcNow());
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var kept = await db.Set<CarriedForm>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now, cancellationToken);
        return kept is not null && Open(kept.Content) is { } content && content.Person == person ? content : null;
    }

    /// <summary>What a script sends beside a page is sent again by the page.</summary>
    private static bool IsNavigation(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method)
        && Page.IsWanted(http)
        && http.Request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate";

    /// <summary>Passwords and codes are typed again.</summary>
    private static bool IsSecret(string input) =>
        SecretInputs.Any(part => input.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static async Task<IFormCollection?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength > 2 * Largest)
            return null;
        ManyInputs.Allow(http);
        try
        {
            if (UploadForm.IsOne(http.Request))
                await UploadForm.OpenAsync(http);
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return null; // too much of it, or cut off
        }
    }

    /// <summary>
    /// Who was signed in when the form was made: its token is theirs, and so is a cookie of this browser.
    /// </summary>
    private async Task<string?> SenderAsync(HttpContext http)
    {
        var before = http.User;
        foreach (var person in Known(http))
        {
            var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme);
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, person));
            http.User = new ClaimsPrincipal(identity);
            var isTheirs = await antiforgery.IsRequestValidAsync(http);
            http.User = before;
            if (isTheirs)
                return person;
        }

        return null;
    }

    private IEnumerable<string> Known(HttpContext http)
    {
        var options = cookies.Get(IdentityConstants.ApplicationScheme);
        var cookie = options.CookieManager.GetRequestCookie(http, options.Cookie.Name!);
        var ended = cookie is null ? null : options.TicketDataFormat.Unprotect(cookie)?.Principal;
        var person = ended?.FindFirstValue(ClaimTypes.NameIdentifier);
        return devices.PeopleAt(http).Prepend(person).OfType<string>().Distinct();
    }

    private async Task<string?> KeepAsync(string text, CancellationToken cancellationToken)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = time.UtcNow();
        var row = new CarriedForm
        {
            Hash = Token.HashOf(secret),
            Content = protector.Protect(text),
            ExpiresAt = now + CarriedForm.Lasts,
        };
        var isKept = await writer.WriteAsync(
            async (db, token) =>
            {
                await db.Set<CarriedForm>().Where(form => form.ExpiresAt <= now).ExecuteDeleteAsync(token);
                if (await db.Set<CarriedForm>().CountAsync(token) >= MostWaiting)
                    return false;
                db.Add(row);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        return isKept ? $"{Path}/{secret}" : null;
    }

    private CarriedContent? Open(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<CarriedContent>(protector.Unprotect(content));
        }
        catch (CryptographicException)
        {
            return null; // of keys that are gone
        }
    }
}
