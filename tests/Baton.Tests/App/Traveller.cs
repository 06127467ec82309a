using System.Net;
using AngleSharp.Html.Dom;

namespace Baton.Tests.App;

/// <summary>
/// A browser without scripts that goes from one site to another and back, as signing in at a provider does. Sites
/// have cookies of their own.
/// </summary>
public sealed class Traveller : IDisposable
{
    private readonly HttpClient http;
    private readonly Dictionary<string, CookieContainer> jars = [];

    public Traveller()
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>Every address that was asked, in order.</summary>
    public List<Uri> Way { get; } = [];

    /// <summary>What each site set, as it came.</summary>
    public List<string> SetCookies { get; } = [];

    public Dictionary<string, string> Jar(Uri site) =>
        JarOf(site).GetCookies(site).ToDictionary(cookie => cookie.Name, cookie => cookie.Value);

    public Task<(Seen Page, Uri At)> GetAsync(Uri address) => SendAsync(HttpMethod.Get, address, null);

    /// <summary>Goes from Baton's page to the provider, says there who one is, agrees, and comes back.</summary>
    public async Task<(Seen Page, Uri At)> SignInAsync(BatonApp app, string name, string to = "/", bool agree = true)
    {
        var (page, at) = await GetAsync(new Uri(app.Url, $"/sign-in/oidc?to={Uri.EscapeDataString(to)}"));
        for (var steps = 0; steps < 4 && at.Authority != app.Url.Authority; steps++)
        {
            if (!agree)
                return await GetAsync(
                    new Uri(
                        at,
                        page.Document.QuerySelectorAll("a")
                            .OfType<IHtmlAnchorElement>()
                            .Single(link => link.TextContent.Contains("Cancel", StringComparison.Ordinal))
                            .GetAttribute("href")!
                    )
                );
            var form = page.Document.Forms.Single();
            var values = form
                .Elements.OfType<IHtmlInputElement>()
                .Where(input => input.Name is not null)
                .Select(input =>
                    KeyValuePair.Create(
                        input.Name!,
                        input.Name == "login" ? name
                            : input.Name == "password" ? "any"
                            : input.Value
                    )
                );
            (page, at) = await SendAsync(
                HttpMethod.Post,
                new Uri(at, form.GetAttribute("action")),
                new FormUrlEncodedContent(values)
            );
        }

        return (page, at);
    }

    private async Task<(Seen Page, Uri At)> SendAsync(HttpMethod method, Uri address, HttpContent? content)
    {
        for (var hops = 0; ; hops++)
        {
            Way.Add(address);
            using var request = new HttpRequestMessage(method, address) { Content = content };
            request.Headers.TryAddWithoutValidation("Cookie", JarOf(address).GetCookieHeader(address));
            var response = await http.SendAsync(request);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                SetCookies.Add(cookie);
                JarOf(address).SetCookies(address, cookie);
            }

            if ((int)response.StatusCode is < 300 or >= 400 || hops == 12)
                return (await Seen.OfAsync(response, address), address);
            method = HttpMethod.Get;
            content = null;
            address = new Uri(address, response.Headers.Location!);
        }
    }

    /// <summary>Ports do not part cookies; the provider and Baton stand for sites that are apart.</summary>
    private CookieContainer JarOf(Uri site) =>
        jars.TryGetValue(site.Authority, out var jar) ? jar : jars[site.Authority] = new CookieContainer();

    public void Dispose() => http.Dispose();
}
