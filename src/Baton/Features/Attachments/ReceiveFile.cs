using Baton.Features.Handoffs;

namespace Baton.Features.Attachments;

/// <summary>A file that was sent, on the disk: what is left is to name it in the handoff.</summary>
internal sealed record ReceivedFile(string Name, string ContentType, long Size, string Sha256);

/// <summary>Takes a file from a form, the same for the API and for pages: its size, its name, its type, then the disk.</summary>
internal sealed class ReceiveFile(AttachmentFiles files, AttachmentOptions options)
{
    internal const string Part = "file";
    private const int LongestName = 150;

    internal async Task<Outcome<ReceivedFile>> RunAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || !http.Request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return Refusal.Invalid(Part, "type", $"Send multipart/form-data with one part named {Part}.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files.Count != 1 || form.Files[0] is not { Name: Part, Length: > 0 } file)
            return Refusal.Invalid(Part, "missing", $"Choose one file that is not empty (the part named {Part}).");
        if (file.Length > options.Largest)
            return TooLarge(options);
        var (name, extension) = (NameOf(file.FileName), AttachmentTypes.ExtensionOf(file.FileName));
        if (!options.Extensions.Contains(extension))
            return Refusal.Invalid(Part, "type", $"Files of this type are not taken ({name}). Taken are {string.Join(", ", options.Extensions)}.");
        await using var looked = file.OpenReadStream();
        if (await AttachmentTypes.FindAsync(extension, looked, http.RequestAborted) is not { } type)
            return Refusal.Invalid(Part, "type", $"{name} is not what its name says: its content is not {extension}.");
        await using var content = file.OpenReadStream();
        return new ReceivedFile(name, type, file.Length, await files.KeepAsync(content, http.RequestAborted));
    }

    internal static Refusal TooLarge(AttachmentOptions options) =>
        new(413, "too-large", "Too large", $"An attachment may have at most {options.LargestText} ({AttachmentOptions.MaxSetting}).");

    /// <summary>A name without folders, control characters and what turns the direction of writing, short enough for any disk.</summary>
    private static string NameOf(string sent)
    {
        var last = sent.Split('/', '\\')[^1];
        var clean = string.Concat(last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter) && !"<>:\"|?*".Contains(letter) && letter is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069'))).Trim().TrimStart('.');
        var ending = Path.GetExtension(clean);
        var stem = Path.GetFileNameWithoutExtension(clean);
        return (stem.Length == 0 ? "file" : stem.Length > LongestName ? stem[..LongestName] : stem) + ending;
    }
}
