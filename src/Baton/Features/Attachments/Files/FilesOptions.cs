using Baton.Storage;

namespace Baton.Features.Attachments.Files;

/// <summary>Where files are kept: in the database, in a directory, or in a bucket of S3.</summary>
internal sealed record FilesOptions(FilesKind Kind, string? Directory, Uri? Bucket)
{
    internal const string Setting = "BATON_FILES";

    internal static readonly Variable Variable = new(
        Setting,
        "Where files of handoffs are kept: `database`, `directory` (`attachments` in the data directory), the path of "
            + "another directory, or a bucket. [More](operate.md#files-of-handoffs)",
        "s3://baton?endpoint=https://s3.example.org&region=eu-west-1"
    )
    {
        Default = "`database` with PostgreSQL, else `directory`",
    };

    private const string InDatabase = "database";
    private const string InDirectory = "directory";
    private const string Scheme = "s3";

    internal static FilesOptions From(IConfiguration configuration, StorageOptions storage) =>
        configuration[Setting]?.Trim() switch
        {
            null or "" => new FilesOptions(
                storage.FilesInDatabase ? FilesKind.Database : FilesKind.Directory,
                null,
                null
            ),
            InDatabase => new FilesOptions(FilesKind.Database, null, null),
            InDirectory => new FilesOptions(FilesKind.Directory, null, null),
            var text when BucketOf(text) is { } bucket => new FilesOptions(FilesKind.Bucket, null, bucket),
            var text => new FilesOptions(FilesKind.Directory, Path.GetFullPath(text), null),
        };

    internal static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (configuration[Setting]?.Trim() is not { Length: > 0 } text)
            yield break;
        if (text is InDatabase or InDirectory || Path.IsPathRooted(text) || BucketOf(text) is not null)
            yield break;
        yield return $"{Setting} must be database, directory, the path of a directory such as /srv/baton-files, or a "
            + $"bucket such as s3://baton?endpoint=https://s3.example.org&region=eu-west-1; it is '{text}'.";
    }

    private static Uri? BucketOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Scheme && uri.Host.Length > 0 ? uri : null;
}

internal enum FilesKind
{
    Directory,
    Database,
    Bucket,
}
