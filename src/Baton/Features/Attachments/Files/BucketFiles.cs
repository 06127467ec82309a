using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.WebUtilities;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// Files in a bucket of S3 or of a store that speaks its language: <c>files/HASH</c>, and in the trash
/// <c>trash/DAY/HASH</c>. The credentials are those of the usual chain, such as <c>AWS_ACCESS_KEY_ID</c>.
/// </summary>
internal sealed class BucketFiles : SweptStore, IDisposable
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AmazonS3Client client;
    private readonly string bucket;
    private readonly string files;
    private readonly string trash;
    private readonly string owner;

    internal BucketFiles(Uri place)
    {
        var query = QueryHelpers.ParseQuery(place.Query);
        var config = new AmazonS3Config
        {
            ForcePathStyle = query.ContainsKey("endpoint"),
            AuthenticationRegion = query.TryGetValue("region", out var region) ? region.ToString() : "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = Patience,
            MaxErrorRetry = 2,
        };
        if (query.TryGetValue("endpoint", out var endpoint))
            config.ServiceURL = endpoint.ToString();
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(config.AuthenticationRegion);
        client = new AmazonS3Client(config);
        bucket = place.Host;
        var prefix = place.AbsolutePath.Trim('/') is { Length: > 0 } path ? $"{path}/" : "";
        files = $"{prefix}files/";
        trash = $"{prefix}trash/";
        owner = $"{prefix}installation";
        Place = $"s3://{bucket}/{prefix}".TrimEnd('/');
    }

    internal override string Place { get; }

    internal override Task<bool> ExistsAsync(string hash, CancellationToken cancellationToken) =>
        TryAsync(() => ExistsAtAsync(files + hash, cancellationToken), cancellationToken);

    internal override Task<Stream> OpenAsync(string hash, CancellationToken cancellationToken) =>
        TryAsync(
            async () => (await client.GetObjectAsync(bucket, files + hash, cancellationToken)).ResponseStream,
            cancellationToken
        );

    internal override async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken)).Where(file => file.TrashedAt is null).Select(file => file.Hash)];

    /// <summary>Read twice, for its hash before it is sent: what was sent wrongly would be there.</summary>
    internal override async Task KeepAsync(Stream content, string hash, CancellationToken cancellationToken)
    {
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != hash)
            throw NotTheContent(hash);
        content.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = files + hash,
            InputStream = content,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            ContentType = "application/octet-stream",
        };
        await TryAsync(() => client.PutObjectAsync(request, cancellationToken), cancellationToken);
    }

    internal override Task<IReadOnlyList<KeptFile>> ListAsync(CancellationToken cancellationToken) =>
        TryAsync(
            async () =>
            {
                var kept = new List<KeptFile>();
                foreach (var prefix in (string[])[files, trash])
                await foreach (
                    var found in client
                        .Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix })
                        .S3Objects.WithCancellation(cancellationToken)
                )
                    if (KeptOf(found) is { } file)
                        kept.Add(file);
                return (IReadOnlyList<KeptFile>)kept;
            },
            cancellationToken
        );

    internal override async Task<bool> TrashAsync(
        string hash,
        DateTime storedBefore,
        DateTime now,
        CancellationToken token
    )
    {
        var at = await TryAsync(() => StoredAtAsync(files + hash, token), token);
        return at <= storedBefore && await MoveAsync(files + hash, TrashKey(hash, now), token);
    }

    internal override async Task PutBackAsync(KeptFile file, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(file.Hash, cancellationToken))
            await MoveAsync(TrashKey(file.Hash, file.TrashedAt!.Value), files + file.Hash, cancellationToken);
    }

    internal override Task RemoveAsync(KeptFile file, CancellationToken cancellationToken) =>
        TryAsync(
            () => client.DeleteObjectAsync(bucket, TrashKey(file.Hash, file.TrashedAt!.Value), cancellationToken),
            cancellationToken
        );

    /// <summary>An object is there when it is whole.</summary>
    internal override Task RemovePartsAsync(DateTime storedBefore, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    internal override Task<string?> OwnerAsync(CancellationToken cancellationToken) =>
        TryAsync(
            async () =>
            {
                if (!await ExistsAtAsync(owner, cancellationToken))
                    return null;
                using var found = await client.GetObjectAsync(bucket, owner, cancellationToken);
                using var reader = new StreamReader(found.ResponseStream);
                return (await reader.ReadToEndAsync(cancellationToken)).Trim();
            },
            cancellationToken
        );

    internal override Task ClaimAsync(string installation, CancellationToken cancellationToken) =>
        TryAsync(
            () =>
                client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = bucket,
                        Key = owner,
                        InputStream = new MemoryStream(Encoding.ASCII.GetBytes(installation)),
                        UseChunkEncoding = false,
                    },
                    cancellationToken
                ),
            cancellationToken
        );

    public void Dispose() => client.Dispose();

    private async Task<bool> ExistsAtAsync(string key, CancellationToken cancellationToken) =>
        await StoredAtAsync(key, cancellationToken) is not null;

    /// <summary>Null where there is none.</summary>
    private async Task<DateTime?> StoredAtAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.GetObjectMetadataAsync(bucket, key, cancellationToken);
            return (found.LastModified ?? default).ToUniversalTime();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether it was there: another server that sweeps may be quicker.</summary>
    private Task<bool> MoveAsync(string from, string to, CancellationToken cancellationToken) =>
        TryAsync(
            async () =>
            {
                try
                {
                    await client.CopyObjectAsync(bucket, from, bucket, to, cancellationToken);
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
                {
                    return false;
                }

                await client.DeleteObjectAsync(bucket, from, cancellationToken);
                return true;
            },
            cancellationToken
        );

    private KeptFile? KeptOf(S3Object found)
    {
        var hash = found.Key[(found.Key.LastIndexOf('/') + 1)..];
        if (!AttachmentFiles.IsHash(hash))
            return null;
        var at = (found.LastModified ?? default).ToUniversalTime();
        if (found.Key.StartsWith(files, StringComparison.Ordinal))
            return new KeptFile(hash, at, null);
        return DateTime.TryParseExact(
            found.Key[trash.Length..].Split('/')[0],
            DayFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var day
        )
            ? new KeptFile(hash, at, day)
            : null;
    }

    private string TrashKey(string hash, DateTime day) =>
        $"{trash}{day.ToString(DayFormat, CultureInfo.InvariantCulture)}/{hash}";

    private async Task<T> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception)
            when (exception is AmazonClientException or AmazonServiceException or HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new FilesAwayException(Place, exception);
        }
    }
}
