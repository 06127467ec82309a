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

    /// <summary>What stands before the file may be as long as any other body.</summary>
    private const int LongestText = Requests.LargestBody;

    private readonly MultipartReader reader;
    private readonly int mostParts;
    private readonly Dictionary<string, StringValues> fields = new(StringComparer.OrdinalIgnoreCase);
    private MultipartSection? section;
    private int parts;
    private int length;

    private UploadForm(MultipartReader reader, int mostParts)
    {
        this.reader = reader;
        this.mostParts = mostParts;
    }

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
        var form = new UploadForm(
            new MultipartReader(boundary, http.Request.Body),
            ManyInputs.AreAllowed(http) ? ManyInputs.Most : MostParts
        );
        await form.ReadFieldsAsync(http.RequestAborted);
        http.Features.Set(form);
        form.Offer(http);
        return form;
    }

    /// <summary>
    /// Reads on to the end, and what stands behind the file into the form; false where another file comes.
    /// </summary>
    internal async Task<bool> HasNoOtherFileAsync(HttpContext http)
    {
        while (await NextAsync(http.RequestAborted))
        {
            var said = section!.GetContentDispositionHeader();
            if (IsFile(said))
                return false;
            await KeepAsync(said, http.RequestAborted);
        }

        Offer(http);
        return true;
    }

    private void Offer(HttpContext http) =>
        http.Features.Set<IFormFeature>(
            new FormFeature(new FormCollection(new Dictionary<string, StringValues>(fields)))
        );

    /// <summary>
    /// Who sends a whole file before they read the answer must get rid of it, or they learn nothing but that the
    /// connection broke. What they typed behind the file is the form's from then on.
    /// </summary>
    internal static async Task PassOverAsync(HttpContext http)
    {
        if (http.Features.Get<UploadForm>() is { } form)
            await form.PassOverFilesAsync(http);
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
    }

    private async Task PassOverFilesAsync(HttpContext http)
    {
        try
        {
            while (await NextAsync(http.RequestAborted))
            {
                var said = section!.GetContentDispositionHeader();
                if (!IsFile(said))
                    await KeepAsync(said, http.RequestAborted);
            }
        }
        catch (InvalidDataException)
        {
            // It was refused already: what could be read of the rest stays, and the refusal is what is said.
        }

        Offer(http);
    }

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

    private async Task ReadFieldsAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken))
        {
            var said = section!.GetContentDispositionHeader();
            if (IsFile(said))
            {
                File = said;
                break;
            }

            await KeepAsync(said, cancellationToken);
        }
    }

    private async Task KeepAsync(ContentDispositionHeaderValue? said, CancellationToken cancellationToken)
    {
        if (IsEmptyFile(said) || said?.Name.ToString() is not { Length: > 0 } name)
            return;
        var input = HeaderUtilities.RemoveQuotes(name).ToString();
        var text = await TextAsync(section!.Body, cancellationToken);
        fields[input] = StringValues.Concat(fields.GetValueOrDefault(input), text);
    }

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (++parts > mostParts)
            throw new InvalidDataException($"A form can have at most {mostParts} parts.");
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

    private async Task<string> TextAsync(Stream content, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        while (await ReadAsync(content, buffer, cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > LongestText)
                throw new InvalidDataException($"What stands before the file can have at most {LongestText} bytes.");
            text.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static InvalidDataException Broken(IOException exception) =>
        new(T("The form is cut off before its last boundary. Send it again."), exception);

    private static bool IsFile(ContentDispositionHeaderValue? said) =>
        said is not null && (said.FileName.HasValue || said.FileNameStar.HasValue) && !IsEmptyFile(said);

    /// <summary>What a browser sends of an input in which no file was chosen.</summary>
    private static bool IsEmptyFile(ContentDispositionHeaderValue? said) =>
        said is { FileName.HasValue: true, FileNameStar.HasValue: false }
        && HeaderUtilities.RemoveQuotes(said.FileName).Length == 0;

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.ToString()
            : null;
}
