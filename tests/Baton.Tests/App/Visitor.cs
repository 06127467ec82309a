using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Baton.Features.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.App;

/// <summary>Somebody with a browser that has no scripts: follows links, fills in forms, keeps cookies.</summary>
public sealed class Visitor : IDisposable
{
    public const string Password = "correct horse battery";

    private readonly HttpClient http;

    public Visitor(BatonApp app)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = app.Url,
        };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The value of each cookie by its name, as they are now.</summary>
    public Dictionary<string, string> Jar =>
        Cookies.GetCookies(http.BaseAddress!).ToDictionary(cookie => cookie.Name, cookie => cookie.Value);

    /// <summary>Asks for pages in this language.</summary>
    public void Speak(string language) => http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

    /// <summary>Says that it is this browser.</summary>
    public void Call(string userAgent) => http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);

    /// <summary>A proxy in between says that it comes from there.</summary>
    public void ComeFrom(string addresses) => http.DefaultRequestHeaders.Add("X-Forwarded-For", addresses);

    public Task<Seen> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends the form that has this button, with what it holds already and these values in it.</summary>
    public Task<Seen> SubmitAsync(Seen page, string button, params (string Name, string Value)[] typed)
    {
        var pressed =
            page.Document.QuerySelectorAll<IHtmlButtonElement>("button")
                // Two may show the same word; the one that is called so comes first.
                .OrderBy(candidate => (candidate.GetAttribute("aria-label") ?? button) != button)
                .FirstOrDefault(candidate =>
                    candidate.TextContent.Trim() == button || candidate.GetAttribute("aria-label") == button
                )
            ?? throw new InvalidOperationException(
                $"{page.Path} has no button {button}: {page.Document.Body!.TextContent}"
            );
        var form = pressed.Form ?? throw new InvalidOperationException($"{button} of {page.Path} is in no form");
        var names = typed.Select(candidate => candidate.Name).ToHashSet();
        var values = form
            .Elements.OfType<IHtmlElement>()
            .SelectMany(ValuesOf)
            .Where(candidate => !names.Contains(candidate.Name))
            .Concat(typed)
            .ToList();
        if (pressed.Name is { Length: > 0 } name && !names.Contains(name))
            values.Add((name, pressed.Value));
        var action = pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? page.Path;
        return PostAsync(action, values);
    }

    /// <summary>Sends the form that has this button, with a file in it.</summary>
    public Task<Seen> UploadAsync(
        Seen page,
        string button,
        string name,
        byte[] content,
        params (string Name, string Value)[] typed
    )
    {
        var names = typed.Select(candidate => candidate.Name).ToHashSet();
        var form = (IHtmlFormElement)
            page
                .Document.QuerySelectorAll<IHtmlButtonElement>("button")
                .First(candidate =>
                    candidate.TextContent.Trim() == button
                    && candidate.Closest("form")!.QuerySelector("[type=file]") is not null
                )
                .Closest("form")!;
        // As in a browser, the inputs come in the order of the page, and so does the button.
        var behind = form
            .Elements.SkipWhile(element => element is not IHtmlInputElement { Type: "file" })
            .SelectMany(element => ValuesOf((IHtmlElement)element))
            .Select(candidate => candidate.Name)
            .Append("do")
            .ToHashSet();
        var values = form
            .Elements.OfType<IHtmlElement>()
            .Where(candidate => candidate is not IHtmlInputElement { Type: "file" })
            .SelectMany(ValuesOf)
            .Where(candidate => !names.Contains(candidate.Name))
            .Concat(typed)
            .ToLookup(candidate => behind.Contains(candidate.Name));
        var body = new MultipartFormDataContent();
        foreach (var (field, value) in values[false])
            body.Add(new StringContent(value), field);
        var file = new ByteArrayContent(content);
        file.Headers.ContentDisposition = new("form-data") { Name = "file", FileName = $"\"{name}\"" };
        body.Add(file);
        foreach (var (field, value) in values[true])
            body.Add(new StringContent(value), field);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = body });
    }

    public Task<Seen> PostAsync(string path, IEnumerable<(string Name, string Value)> values) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    values.Select(value => KeyValuePair.Create(value.Name, value.Value))
                ),
            }
        );

    public async Task<Seen> SignInAsync(string name, string password = Password) =>
        await SubmitAsync(await GetAsync("/sign-in"), "Sign in", ("name", name), ("password", password));

    private static IEnumerable<(string Name, string Value)> ValuesOf(IHtmlElement element) =>
        element switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => [],
            IHtmlInputElement { Name: { } name } input => [(name, input.Value)],
            IHtmlTextAreaElement { Name: { } name } text => [(name, text.Value)],
            IHtmlSelectElement { Name: { } name } select => [(name, select.Value ?? "")],
            _ => [],
        };

    private async Task<Seen> SendAsync(HttpRequestMessage request)
    {
        for (var hops = 0; ; hops++)
        {
            var response = await http.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.Redirect || hops == 5)
                return await Seen.OfAsync(response, request.RequestUri!);
            Assert.True(
                response.Headers.Location!.OriginalString.StartsWith('/'),
                $"Leads away: {response.Headers.Location}"
            );
            request = new HttpRequestMessage(HttpMethod.Get, response.Headers.Location);
        }
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What came back, as a document.</summary>
public sealed record Seen(int Status, string Path, IHtmlDocument Document, HttpResponseMessage Response)
{
    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public string Text => Document.Body?.TextContent ?? "";

    public IReadOnlyList<string> Faults =>
        [.. Document.QuerySelectorAll("[role=alert] li").Select(candidate => candidate.TextContent.Trim())];

    public IReadOnlyList<string> Buttons =>
        [
            .. Document
                .QuerySelectorAll("main button, main a.btn, main .pop a.item")
                .Select(candidate => candidate.TextContent.Trim()),
        ];

    public static async Task<Seen> OfAsync(HttpResponseMessage response, Uri asked)
    {
        var path = asked.IsAbsoluteUri ? asked.PathAndQuery : asked.OriginalString;
        return new Seen(
            (int)response.StatusCode,
            path,
            await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync()),
            response
        );
    }
}

public static class SignedInVisitors
{
    public static async Task GivePasswordAsync(this BatonApp app, string person, string password = Visitor.Password) =>
        Assert.Null(
            (
                await app.Services.GetRequiredService<SetPassword>().RunAsync(person, password, CancellationToken.None)
            ).Refusal
        );

    /// <summary>A browser in which this person is signed in.</summary>
    public static async Task<Visitor> VisitAsync(this BatonApp app, Someone who)
    {
        await app.GivePasswordAsync(who.Key);
        var visitor = new Visitor(app);
        Assert.Equal("/", (await visitor.SignInAsync(who.Key)).Path);
        return visitor;
    }
}
