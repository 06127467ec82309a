using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Baton.Bench;

/// <summary>Somebody with a browser: signed in, they look at one page after another.</summary>
internal sealed partial class Clicker : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Pages =
    [
        "/",
        "/handoffs",
        "/handoffs?team=onboarding&box=inbox",
        "/handoffs?q=acme",
        "/notifications",
        "/teams/onboarding",
        "/reports",
    ];

    private readonly HttpClientHandler handler = new() { CookieContainer = new CookieContainer() };
    private readonly HttpClient http;

    private Clicker(Uri server) => http = new HttpClient(handler) { BaseAddress = server };

    internal static async Task<Clicker> SignInAsync(Uri server, string person, string password)
    {
        var clicker = new Clicker(server);
        var form = FormToken().Match(await clicker.ReadAsync("/sign-in")).Groups[1].Value;
        using var fields = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["form"] = form,
                ["name"] = person,
                ["password"] = password,
            }
        );
        using var answer = await clicker.http.PostAsync(new Uri("/sign-in", UriKind.Relative), fields);
        return answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in"
            ? throw new InvalidOperationException($"{person} could not sign in.")
            : clicker;
    }

    /// <param name="tell">Hears how many milliseconds each page took, and what was wrong with it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(Action<double, string?> tell, CancellationToken cancellationToken)
    {
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            var page = Pages[number % Pages.Length];
            var started = Stopwatch.GetTimestamp();
            string? fault = null;
            try
            {
                await ReadAsync(page);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                fault = $"{page}: {exception.Message}";
            }

            tell(Stopwatch.GetElapsedTime(started).TotalMilliseconds, fault);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    private async Task<string> ReadAsync(string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in" && page != "/sign-in"
            ? throw new HttpRequestException("The session has ended.")
            : await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"form\" value=\"([^\"]*)\"")]
    private static partial Regex FormToken();
}
