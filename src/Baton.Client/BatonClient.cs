using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Baton.Client;

/// <summary>
/// A typed client of the Baton API. Every method throws <see cref="BatonException"/> when the server refuses, and
/// <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <param name="http">A client whose base address is the server, for example <c>https://baton.example.org/</c>.</param>
/// <param name="token">A bearer token.</param>
public sealed partial class BatonClient(HttpClient http, string token)
{
    /// <summary>The caller, their teams and roles.</summary>
    public Task<MeRecord> MeAsync(CancellationToken cancellationToken = default) =>
        GetAsync<MeRecord>("me", cancellationToken);

    /// <summary>Changes what the caller may change of themselves.</summary>
    public Task<MeRecord> PutMeAsync(MeRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<MeRecord>(HttpMethod.Put, "me", Body(request), null, null, cancellationToken);

    /// <summary>What the caller was told, newest first.</summary>
    public Task<NotificationsRecord> ListNotificationsAsync(
        bool unread = false,
        int? limit = null,
        string? cursor = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<NotificationsRecord>(
            "me/notifications"
                + QueryString.Of(("unread", unread ? "true" : null), ("limit", limit), ("cursor", cursor)),
            cancellationToken
        );

    /// <summary>Marks notifications of the caller as read.</summary>
    public Task<ReadRecord> ReadNotificationsAsync(
        ReadNotificationsRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<ReadRecord>("me/notifications/read", request, null, null, cancellationToken);

    /// <summary>The settings of the installation, for admins.</summary>
    public Task<SettingsRecord> GetSettingsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<SettingsRecord>("settings", cancellationToken);

    /// <summary>Changes settings of the installation, for admins.</summary>
    public Task<SettingsRecord> PutSettingsAsync(
        SettingsRequest request,
        CancellationToken cancellationToken = default
    ) => SendAsync<SettingsRecord>(HttpMethod.Put, "settings", Body(request), null, null, cancellationToken);

    /// <summary>Sends a test mail, for admins.</summary>
    public Task<TestMailRecord> SendTestMailAsync(
        TestMailRequest? request = null,
        CancellationToken cancellationToken = default
    ) =>
        PostAsync<TestMailRecord>(
            "settings/test-mail",
            request ?? new TestMailRequest(),
            null,
            null,
            cancellationToken
        );

    private static string Esc(string text) => Uri.EscapeDataString(text);

    private static JsonContent Body<T>(T request) => JsonContent.Create(request, options: BatonJson.Options);

    private Task<HandoffRecord> CommandAsync<T>(
        long id,
        string command,
        T request,
        int? version,
        CancellationToken cancellationToken
    ) => PostAsync<HandoffRecord>($"handoffs/{id}/{command}", request, version, null, cancellationToken);

    private Task<T> PostAsync<T>(
        string path,
        object? request,
        int? version,
        string? idempotencyKey,
        CancellationToken cancellationToken
    ) =>
        SendAsync<T>(
            HttpMethod.Post,
            path,
            JsonContent.Create(request, request!.GetType(), options: BatonJson.Options),
            version,
            idempotencyKey,
            cancellationToken
        );

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, null, null, null, cancellationToken);

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? content,
        int? version,
        string? idempotencyKey,
        CancellationToken cancellationToken
    ) =>
        JsonSerializer.Deserialize<T>(
            await ReadAsync(method, path, content, version, idempotencyKey, cancellationToken).ConfigureAwait(false),
            BatonJson.Options
        ) ?? throw new JsonException("The server sent null.");

    private async Task<byte[]> ReadAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        int? version,
        string? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, $"api/v1/{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (content is MultipartFormDataContent)
            request.Headers.ExpectContinue = true; // a file that is too large is refused before it is sent
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new BatonException(Problem.Parse((int)response.StatusCode, body));
        return body;
    }
}
