using System.Text;
using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Attach;
using Baton.Features.Handoffs.Commands.Detach;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

internal static class AttachmentEndpoints
{
    internal static IServiceCollection AddAttachments(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(AttachmentOptions.From(configuration))
            .AddSingleton(provider => FilesOptions.From(configuration, provider.GetRequiredService<StorageOptions>()))
            .AddSingleton<AttachmentFiles>()
            .AddSingleton<DirectoryFiles>()
            .AddSingleton<DatabaseFiles>()
            .AddSingleton(StoreOf)
            .AddSingleton<StoredFiles>()
            .AddSingleton<SweepKept>()
            .AddSingleton<AttachmentTrash>()
            .AddSingleton<FolderOwner>()
            .AddSingleton<UploadSpace>()
            .AddSingleton<SweepFiles>()
            .AddSingleton<ReceiveFile>()
            .AddSingleton<AttachSentFile>(provider =>
                (http, id) => AttachmentPages.AttachSentAsync(http, id, provider.GetRequiredService<ReceiveFile>())
            );

    private static FileStore StoreOf(IServiceProvider provider) =>
        provider.GetRequiredService<FilesOptions>() switch
        {
            { Bucket: { } bucket } => new BucketFiles(bucket),
            { Kind: FilesKind.Database } => provider.GetRequiredService<DatabaseFiles>(),
            _ => provider.GetRequiredService<DirectoryFiles>(),
        };

    internal static void MapAttachments(this RouteGroupBuilder api)
    {
        var attachments = api.MapGroup("/handoffs/{id:long}/attachments").WithTags("Attachments").Refuses(404);
        attachments
            .MapPost("", AttachAsync)
            .WithName("attachments_add")
            .WithSummary("Attach a file to a handoff")
            .WithDescription("A form with one part named `file`. The file may be larger than other bodies.")
            .WithMetadata(BodyOf(api), new RequestBody(typeof(AttachForm), ["multipart/form-data"]))
            .Produces<HandoffRecord>()
            .TakesIfMatch()
            .Refuses(400, 403, 409, 413, 422);
        attachments
            .MapGet("/{n:int}", ReadFile.RunAsync)
            .WithName("attachments_get")
            .WithSummary("Download a file of a handoff")
            .Produces<byte[]>(200, "application/octet-stream");
        attachments
            .MapDelete("/{n:int}", Detach)
            .WithName("attachments_remove")
            .WithSummary("Remove a file from a handoff")
            .WithDescription("For whoever attached it and for leads of either team, while the handoff is not over.")
            .TakesIfMatch()
            .Refuses(403, 409);
    }

    /// <summary>Larger than what other routes take.</summary>
    internal static BodyLimit BodyOf(IEndpointRouteBuilder routes, long more = 0)
    {
        var options = routes.ServiceProvider.GetRequiredService<AttachmentOptions>();
        return new BodyLimit(options.LargestBody + more, AttachmentOptions.TooLarge(options));
    }

    private static async Task<IResult> AttachAsync(
        HttpContext http,
        long id,
        ApiRequest request,
        ReceiveFile receive,
        BaseUrl baseUrl
    ) =>
        (await ReceiveAsync(http, id, receive)).Refused(out var refusal, out var file)
            ? request.Refuse(refusal)
            : await receive.FinishingAsync(id, file, () => NameAsync(http, id, request, receive, file, baseUrl));

    /// <summary>A repeated request is answered before its file takes the place of the first.</summary>
    private static async Task<IResult> NameAsync(
        HttpContext http,
        long id,
        ApiRequest request,
        ReceiveFile receive,
        ReceivedFile file,
        BaseUrl baseUrl
    )
    {
        var options = http.RequestServices.GetRequiredService<AttachmentOptions>();
        IdempotentRequest.Begin(http, Encoding.UTF8.GetBytes($"{file.Sha256} {file.Name}"));
        if (IdempotentRequest.Of(http) is { } once && await once.FirstAnswerAsync() is { } first)
            return first;
        if (await receive.PlaceAsync(file, http.RequestAborted) is { } refusal)
            return request.Refuse(refusal);
        return await request.WriteAsync(
            (db, token) =>
                AttachFile.RunAsync(
                    db,
                    request.Context,
                    id,
                    file.Name,
                    file.ContentType,
                    file.Size,
                    file.Sha256,
                    options,
                    token
                ),
            request.Record(baseUrl),
            http.RequestAborted
        );
    }

    private static Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> Detach(
        long id,
        int n,
        Body<NothingRequest> body,
        ApiRequest request,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => DetachFile.RunAsync(db, request.Context, id, n, token),
            request.Record(baseUrl),
            cancellationToken
        );

    internal static async Task<Outcome<ReceivedFile>> ReceiveAsync(HttpContext http, long id, ReceiveFile receive)
    {
        if (await WhyNotAsync(http, id) is not { } refusal)
            return await receive.RunAsync(http);
        if (Page.IsWanted(http))
            await UploadForm.PassOverAsync(http);
        return refusal;
    }

    private static async Task<Refusal?> WhyNotAsync(HttpContext http, long id)
    {
        var services = http.RequestServices;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        return await AttachFile.WhyNotAsync(
            db,
            http.RequestContext() with
            {
                IfMatch = http.IfMatch(),
            },
            id,
            services.GetRequiredService<AttachmentOptions>()
        );
    }

    /// <summary>What the form holds, for the API description.</summary>
    private sealed record AttachForm(byte[] File);
}
