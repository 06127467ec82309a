using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Baton.Features.Backup;

/// <summary>A backup whose manifest was read and whose every part has the hash that the manifest says.</summary>
internal sealed partial class ArchiveReader : IAsyncDisposable
{
    private const int LargestManifest = 1024 * 1024;

    private readonly ZipArchive zip;

    private ArchiveReader(ZipArchive zip, Manifest manifest)
    {
        this.zip = zip;
        Manifest = manifest;
    }

    internal Manifest Manifest { get; }

    internal IEnumerable<string> Keys =>
        Manifest.Parts.Keys.Where(part => part.StartsWith(Manifest.KeysFolder, StringComparison.Ordinal));

    internal IEnumerable<string> Attachments =>
        Manifest.Parts.Keys.Where(part => part.StartsWith(Manifest.AttachmentsFolder, StringComparison.Ordinal));

    internal static async Task<Outcome<ArchiveReader>> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return Refuse(file, "the file does not exist");
        ZipArchive? zip = null;
        try
        {
            zip = await ZipFile.OpenReadAsync(file, cancellationToken);
            var outcome = await ReadAsync(zip, cancellationToken);
            if (!outcome.Refused(out var refusal, out var reader))
                return reader;
            await zip.DisposeAsync();
            return Refuse(file, refusal.Detail);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            if (zip is not null)
                await zip.DisposeAsync();
            return Refuse(
                file,
                exception is InvalidDataException
                    ? "it is not a complete archive: it is another kind of file, cut off or damaged"
                    : exception.Message
            );
        }
    }

    internal Task<Stream> OpenPartAsync(string name, CancellationToken cancellationToken) =>
        zip.GetEntry(name)!.OpenAsync(cancellationToken);

    internal async Task ExtractAsync(string name, Stream target, CancellationToken cancellationToken)
    {
        await using var part = await OpenPartAsync(name, cancellationToken);
        await part.CopyToAsync(target, cancellationToken);
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();

    private static async Task<Outcome<ArchiveReader>> ReadAsync(ZipArchive zip, CancellationToken cancellationToken)
    {
        if (zip.GetEntry(Manifest.PartName) is not { Length: <= LargestManifest } entry)
            return Wrong("it has no Baton manifest");
        using var bytes = new MemoryStream();
        await using (var part = await entry.OpenAsync(cancellationToken))
            await part.CopyToAsync(bytes, cancellationToken);
        if (Manifest.Read(bytes.ToArray()).Refused(out var refusal, out var manifest))
            return refusal;
        return await PartsFaultAsync(zip, manifest, cancellationToken) is { } fault
            ? Wrong(fault)
            : new ArchiveReader(zip, manifest);
    }

    private static async Task<string?> PartsFaultAsync(
        ZipArchive zip,
        Manifest manifest,
        CancellationToken cancellationToken
    )
    {
        var there = zip.Entries.Select(entry => entry.FullName).Where(name => name != Manifest.PartName).ToList();
        if (
            there.FirstOrDefault(name => !PartName().IsMatch(name) || !manifest.Parts.ContainsKey(name)) is { } stranger
        )
            return $"it contains {stranger}, which its manifest does not list";
        foreach (var (name, hash) in manifest.Parts)
        {
            if (there.Count(text => text == name) != 1)
                return $"its part {name} is missing";
            await using var part = await zip.GetEntry(name)!.OpenAsync(cancellationToken);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken)) != hash)
                return $"its part {name} does not match its checksum: the file is damaged or was changed";
        }

        return null;
    }

    /// <summary>Parts become files, so their names must not lead anywhere else.</summary>
    [GeneratedRegex(
        "^(baton\\.db|keys/[A-Za-z0-9_-][A-Za-z0-9._-]*\\.xml|attachments/[0-9a-f]{64}|"
            + "tables/[a-z_][a-z0-9_]*\\.copy)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex PartName();

    private static Refusal Wrong(string why) => new(422, "bad-backup", "The backup is wrong", why);

    private static Refusal Refuse(string file, string why) => Wrong($"{file} cannot be restored: {why}.");
}
