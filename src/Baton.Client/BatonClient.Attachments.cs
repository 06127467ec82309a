using System.Net.Http.Headers;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Attaches a file.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="name">The file's name; its ending must fit the content.</param>
    /// <param name="content">The file.</param>
    /// <param name="idempotencyKey">
    /// Sent again within 24 hours with the same file, it gives the first answer again.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HandoffRecord> AttachAsync(
        long id,
        string name,
        Stream content,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        using var file = new StreamContent(content);
        // In quotes some names cannot stand; so any name can.
        file.Headers.TryAddWithoutValidation(
            "Content-Disposition",
            $"form-data; name=\"file\"; filename=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(name)}"
        );
        using var form = new MultipartFormDataContent { file };
        return await SendAsync<HandoffRecord>(
                HttpMethod.Post,
                $"handoffs/{id}/attachments",
                form,
                null,
                idempotencyKey,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Writes a file of a handoff to <paramref name="target"/>.</summary>
    public Task DownloadAsync(long id, int number, Stream target, CancellationToken cancellationToken = default) =>
        DownloadAsync($"handoffs/{id}/attachments/{number}", target, cancellationToken);

    /// <summary>Writes a signed receipt to <paramref name="target"/>, byte by byte as it is to be kept.</summary>
    public Task DownloadReceiptAsync(long id, Stream target, CancellationToken cancellationToken = default) =>
        DownloadAsync($"handoffs/{id}/receipt", target, cancellationToken);

    /// <summary>The public key that verifies receipts.</summary>
    public Task<ReceiptKeyRecord> GetReceiptKeyAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ReceiptKeyRecord>("receipt-key", cancellationToken);

    private async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new BatonException(
                Problem.Parse(
                    (int)response.StatusCode,
                    await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
                )
            );
        await response.Content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a file. Allowed for whoever attached it and for leads, until the handoff has ended.</summary>
    public Task<HandoffRecord> DetachAsync(long id, int number, CancellationToken cancellationToken = default) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Delete,
            $"handoffs/{id}/attachments/{number}",
            null,
            null,
            null,
            cancellationToken
        );
}
