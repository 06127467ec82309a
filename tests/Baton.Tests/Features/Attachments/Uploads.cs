using System.Net.Http.Headers;
using System.Text;
using Baton.Features.Attachments;
using Baton.Features.Attachments.Files;
using Baton.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Attachments;

/// <summary>Forms with files byte for byte, and what is on the disk after them.</summary>
internal static class Uploads
{
    internal const string Boundary = "b0undary";

    internal static byte[] Part(string disposition, byte[] content) =>
        [
            .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"),
            .. content,
            .. "\r\n"u8,
        ];

    internal static byte[] End { get; } = Encoding.UTF8.GetBytes($"--{Boundary}--\r\n");

    internal static async Task<Answered> PostAsync(BatonApp app, Someone who, long id, byte[] body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/handoffs/{id}/attachments")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        var response = await app.Http.SendAsync(request);
        return new Answered((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    internal static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Every file below the folder of attachments, by its path there, but the one that says whose it is.
    /// </summary>
    internal static IReadOnlyList<string> OnDisk(BatonApp app)
    {
        var root = FilesOf(app).Root;
        return !Directory.Exists(root)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(root, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(root, path))
                    .Where(path => path != "installation")
                    .Order(StringComparer.Ordinal),
            ];
    }

    internal static Task WaitAsync(BatonApp app, Func<IReadOnlyList<string>, bool> fits) =>
        Wait.ForAsync(() => Task.FromResult(OnDisk(app)), fits);

    internal static Task SweepAsync(BatonApp app) =>
        app.Services.GetRequiredService<SweepFiles>().RunAsync(unnamed: false, TestContext.Current.CancellationToken);

    internal static AttachmentFiles FilesOf(BatonApp app) => app.Services.GetRequiredService<AttachmentFiles>();

    /// <summary>Makes every file look as if nobody had touched it for long.</summary>
    internal static void Age(BatonApp app)
    {
        foreach (var path in OnDisk(app))
            File.SetLastWriteTimeUtc(Path.Combine(FilesOf(app).Root, path), DateTime.UnixEpoch);
    }
}
