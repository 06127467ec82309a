using System.Net.Http.Headers;
using System.Text;
using Baton.Client;

namespace Baton.Tests.App;

/// <summary>What an answer was, bytes and all, for tests of what the typed client hides.</summary>
public sealed record Answered(int Status, string Body, HttpResponseMessage Message)
{
    public Problem Problem => Problem.Parse(Status, Encoding.UTF8.GetBytes(Body));

    public string? ContentType => Message.Content.Headers.ContentType?.MediaType;
}

public static class Wire
{
    public static Task<Answered> SendAsync(
        this BatonApp app,
        Someone? who,
        HttpMethod method,
        string path,
        string? body = null,
        params (string Name, string Value)[] headers
    ) => app.SendBytesAsync(who, method, path, body is null ? null : Encoding.UTF8.GetBytes(body), headers);

    public static async Task<Answered> SendBytesAsync(
        this BatonApp app,
        Someone? who,
        HttpMethod method,
        string path,
        byte[]? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await app.Http.SendAsync(request);
        return new Answered((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
