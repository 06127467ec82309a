using System.Security.Cryptography;
using Baton.Features.Organization;
using Baton.Web;
using Microsoft.AspNetCore.DataProtection;

namespace Baton.Features.SignIn;

/// <summary>
/// Browsers in which somebody signed in before, by an encrypted cookie that names them and the stamp of their
/// account. The limits and the lock that hold off people who guess do not hold off the person at such a browser. It
/// is proof no longer when the stamp changes: with a new password, for example, or a deactivation.
/// </summary>
internal sealed class ProvenDevices(IDataProtectionProvider provider, Catalogs catalogs)
{
    internal const string CookieName = "baton-device";

    /// <summary>How many people may share a browser.</summary>
    private const int Most = 5;

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(365);

    private readonly ITimeLimitedDataProtector protector = provider
        .CreateProtector("device")
        .ToTimeLimitedDataProtector();
    private readonly HostCookies cookies = new();

    /// <summary>Whom a typed name means, and the number of the browser where it is proven for them.</summary>
    internal async Task<(string? Person, string? Device)> FindAsync(HttpContext http, string name)
    {
        var catalog = await catalogs.CurrentAsync(http.RequestAborted);
        var person = catalog.PersonNamed(name.Trim());
        var proof = person is null
            ? null
            : Read(http)
                .FirstOrDefault(known =>
                    known.Person == person && catalog.CallerInSession(person, known.SecurityStamp) is not null
                );
        return (person, proof?.Device);
    }

    /// <summary>Who signed in with this browser before, the last one first.</summary>
    internal IEnumerable<string> PeopleAt(HttpContext http) => Read(http).Select(proof => proof.Person);

    internal void Remember(HttpContext http, string person, string stamp)
    {
        var before = Read(http);
        var device =
            before.FirstOrDefault(proof => proof.Person == person)?.Device
            ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var proofs = before.Where(proof => proof.Person != person).Prepend(new Proof(person, stamp, device)).Take(Most);
        var value = protector.Protect(
            string.Join('\n', proofs.Select(proof => $"{proof.Person}\t{proof.SecurityStamp}\t{proof.Device}")),
            Lasts
        );
        cookies.AppendResponseCookie(
            http,
            CookieName,
            value,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                MaxAge = Lasts,
            }
        );
    }

    private List<Proof> Read(HttpContext http)
    {
        if (cookies.GetRequestCookie(http, CookieName) is not { Length: > 0 } cookie)
            return [];
        try
        {
            return
            [
                .. protector
                    .Unprotect(cookie)
                    .Split('\n')
                    .Select(line => line.Split('\t'))
                    .Select(parts => new Proof(parts[0], parts[1], parts[2])),
            ];
        }
        catch (CryptographicException)
        {
            return []; // too old, or made by somebody else
        }
    }

    private sealed record Proof(string Person, string SecurityStamp, string Device);
}
