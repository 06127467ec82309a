using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Baton.Web;

/// <summary>
/// A form with a file, read as it comes: first the fields before the file, so that everything can be asked and
/// refused before anything of the file is on the disk, and never by way of a temporary file that nobody takes away.
/// </summary>
internal sealed class UploadForm
{
    private const int MostParts = 64;
    private const int LongestField = 64 * 1024;

    private readonly MultipartReader reader;
    private MultipartSection? section;
    private int parts;

    private UploadForm(MultipartReader reader) => this.reader = reader;

    /// <summary>What the form says of its file; null where it has none.</summary>
    internal ContentDispositionHeaderValue? File { get; private set; }

    internal static bool IsOne(HttpRequest request) => BoundaryOf(request) is not null;

    internal Stream Content => section!.Body;

    /// <summary>
    /// Null where the request holds no such form. The fields that were read are the form of the request from then on.
    /// </summary>
    internal static async Task<UploadForm?> OpenAsync(HttpContext http)
    {
        if (http.Features.Get<UploadForm>() is { } opened)
            return opened;
        if (BoundaryOf(http.Request) is not { } boundary)
            return null;
        var form = new UploadForm(new MultipartReader(boundary, http.Request.Body));
        var fields = await form.ReadFieldsAsync(http.RequestAborted);
        http.Features.Set(form);
        http.Features.Set<IFormFeature>(new FormFeature(new FormCollection(fields)));
        return form;
    }

    /// <summary>Reads on to the end; false where another file comes.</summary>
    internal async Task<bool> HasNoOtherFileAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken))
        {
            if (IsFile(section!.GetContentDispositionHeader()))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Who sends a whole file before they read the answer must get rid of it, or they learn nothing but that the
    /// connection broke.
    /// </summary>
    internal static Task PassOverAsync(HttpContext http) =>
        http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);

    /// <summary>A form that ends too early is a fault of its sender, not of our disk.</summary>
    internal static async Task<int> ReadAsync(Stream content, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Broken(exception);
        }
    }

    private async Task<Dictionary<string, StringValues>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        while (await NextAsync(cancellationToken))
        {
            var said = section!.GetContentDispositionHeader();
            if (IsFile(said))
            {
                File = said;
                break;
            }

            if (said?.Name.ToString() is { Length: > 0 } name)
                fields[HeaderUtilities.RemoveQuotes(name).ToString()] = await TextAsync(
                    section!.Body,
                    cancellationToken
                );
        }

        return fields;
    }

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (++parts > MostParts)
            throw new InvalidDataException($"A form can have at most {MostParts} parts.");
        try
        {
            section = await reader.ReadNextSectionAsync(cancellationToken);
            return section is not null;
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Broken(exception);
        }
    }

    private static async Task<string> TextAsync(Stream content, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestField + 1];
        var length = 0;
        while (
            length < bytes.Length
            && await ReadAsync(content, bytes.AsMemory(length), cancellationToken) is > 0 and var read
        )
            length += read;
        return length <= LongestField
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new InvalidDataException($"A field before the file must not be longer than {LongestField} bytes.");
    }

    private static InvalidDataException Broken(IOException exception) =>
        new(T("The form is cut off before its last boundary. Send it again."), exception);

    private static bool IsFile(ContentDispositionHeaderValue? said) =>
        said is not null && (said.FileName.HasValue || said.FileNameStar.HasValue);

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.ToString()
            : null;
}
