using System.Text;
using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

internal static class AttachmentEndpoints
{
    /// <summary>
    /// A browser sends the whole file before it reads the answer: where the limit cuts it off, it says nothing but
    /// that the connection broke. So much more is read, to be refused in words.
    /// </summary>
    private const long Tolerated = 64 * 1024 * 1024;

    internal static IServiceCollection AddAttachments(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(AttachmentOptions.From(configuration))
            .AddSingleton<AttachmentFiles>()
            .AddSingleton<AttachmentTrash>()
            .AddSingleton<FolderOwner>()
            .AddSingleton<UploadSpace>()
            .AddSingleton<SweepFiles>()
            .AddSingleton<ReceiveFile>();

    internal static void MapAttachments(this RouteGroupBuilder api)
    {
        var attachments = api.MapGroup("/handoffs/{id:long}/attachments").WithTags("Attachments");
        attachments
            .MapPost("", AttachAsync)
            .WithSummary("Attach a file: multipart/form-data with one part named file")
            .WithMetadata(BodyOf(api), new RequestBody(typeof(AttachForm), ["multipart/form-data"]))
            .Answers<HandoffRecord>();
        attachments
            .MapGet("/{n:int}", ReadFile.RunAsync)
            .WithSummary("The file, as a download")
            .Produces<byte[]>(200, "application/octet-stream")
            .Produces<ProblemDetails>(401, Problems.ContentType)
            .Produces<ProblemDetails>(404, Problems.ContentType);
        attachments
            .MapDelete("/{n:int}", DetachAsync)
            .WithSummary("Take a file away: who attached it, or a lead, while the handoff is not over")
            .Answers<HandoffRecord>();
    }

    internal static void MapAttachmentPages(this RouteGroupBuilder pages)
    {
        var attachments = pages.MapGroup("/handoffs/{id:long}/attachments");
        attachments
            .MapPost("", AttachOnPageAsync)
            .WithMetadata(new BodyLimit(BodyOf(pages).MaxRequestBodySize + Tolerated));
        attachments.MapGet("/{n:int}", ReadFile.RunAsync).WithMetadata(new NoPage());
        attachments.MapPost(
            "/{n:int}/remove",
            (HttpContext http, long id, int n) =>
                HandoffActions.ContextAsync(
                    http,
                    id,
                    (db, context, token) => DetachFile.RunAsync(db, context, id, n, token)
                )
        );
    }

    /// <summary>Larger than what other routes take.</summary>
    private static BodyLimit BodyOf(IEndpointRouteBuilder routes) =>
        new(routes.ServiceProvider.GetRequiredService<AttachmentOptions>().LargestBody);

    private static async Task AttachAsync(HttpContext http, long id, ReceiveFile receive, BaseUrl baseUrl)
    {
        if ((await ReceiveAsync(http, id, receive)).Refused(out var refusal, out var file))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await receive.FinishingAsync(
            id,
            file,
            async () =>
            {
                await NameAsync(http, id, receive, file, baseUrl);
                return true;
            }
        );
    }

    /// <summary>A repeated request is answered before its file takes the place of the first.</summary>
    private static async Task NameAsync(
        HttpContext http,
        long id,
        ReceiveFile receive,
        ReceivedFile file,
        BaseUrl baseUrl
    )
    {
        var options = http.RequestServices.GetRequiredService<AttachmentOptions>();
        var print = Encoding.UTF8.GetBytes($"{file.Sha256} {file.Name}");
        if (await Writes.BeforeAsync(http, http.RequestContext(), print) is { } before)
            await before.WriteAsync(http);
        else if (receive.Place(file) is { } refusal)
            await Problems.WriteAsync(http, refusal);
        else
            await Writes.RunAsync<Handoff>(
                http,
                print,
                context => (db, token) => AttachFile.RunAsync(db, context, id, file, options, token),
                (handoff, context) => Handoffs.HandoffEndpoints.ToAnswer(handoff, context, baseUrl)
            );
    }

    private static async Task<IResult> AttachOnPageAsync(HttpContext http, long id, ReceiveFile receive)
    {
        if ((await ReceiveAsync(http, id, receive)).Refused(out var refusal, out var file))
            return refusal.Status == 404 ? Page.Of(refusal) : await HandoffActions.ShowAsync(http, id, refusal);
        var options = http.RequestServices.GetRequiredService<AttachmentOptions>();
        return await receive.FinishingAsync(
            id,
            file,
            async () =>
                receive.Place(file) is { } notPlaced
                    ? await HandoffActions.ShowAsync(http, id, notPlaced)
                    : await HandoffActions.ContextAsync(
                        http,
                        id,
                        (db, context, token) => AttachFile.RunAsync(db, context, id, file, options, token)
                    )
        );
    }

    private static Task DetachAsync(HttpContext http, long id, int n, BaseUrl baseUrl) =>
        Writes.RunAsync<NothingRequest, Handoff>(
            http,
            (context, _) => (db, token) => DetachFile.RunAsync(db, context, id, n, token),
            (handoff, context) => Handoffs.HandoffEndpoints.ToAnswer(handoff, context, baseUrl)
        );

    private static async Task<Outcome<ReceivedFile>> ReceiveAsync(HttpContext http, long id, ReceiveFile receive)
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

/// <summary>How large the body of this route may be.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
