using System.Text;
using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

internal static class Feature
{
    /// <summary>A browser sends the whole file before it reads the answer: where the limit cuts it off, it says nothing but that the connection broke. So much more is read, to be refused in words.</summary>
    private const long Tolerated = 64 * 1024 * 1024;

    internal static IServiceCollection AddAttachments(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(AttachmentOptions.From(configuration)).AddSingleton<AttachmentFiles>().AddSingleton<ReceiveFile>().AddSingleton<SweepFiles>()
        .Configure<FormOptions>(form => form.MultipartBodyLengthLimit = long.MaxValue); // the limit of the request is the one that holds

    internal static void MapAttachments(this RouteGroupBuilder api)
    {
        var attachments = api.MapGroup("/handoffs/{id:long}/attachments").WithTags("Attachments");
        attachments.MapPost("", AttachAsync).WithSummary("Attach a file: multipart/form-data with one part named file").WithMetadata(BodyOf(api), new RequestBody(typeof(AttachForm), ["multipart/form-data"])).Answers<HandoffRecord>();
        attachments.MapGet("/{n:int}", ReadFile.RunAsync).WithSummary("The file, as a download").Produces<byte[]>(200, "application/octet-stream").Produces<ProblemDetails>(401, Problems.ContentType).Produces<ProblemDetails>(404, Problems.ContentType);
        attachments.MapDelete("/{n:int}", DetachAsync).WithSummary("Take a file away: who attached it, or a lead, while the handoff is not over").Answers<HandoffRecord>();
    }

    internal static void MapAttachmentPages(this RouteGroupBuilder pages)
    {
        var attachments = pages.MapGroup("/handoffs/{id:long}/attachments");
        attachments.MapPost("", AttachOnPageAsync).WithMetadata(new BodyLimit(BodyOf(pages).MaxRequestBodySize + Tolerated));
        attachments.MapGet("/{n:int}", ReadFile.RunAsync);
        attachments.MapPost("/{n:int}/remove", (HttpContext http, long id, int n) => HandoffActions.ActAsync(http, id, (db, act, token) => DetachFile.RunAsync(db, act, id, n, token)));
    }

    /// <summary>Larger than what other routes take.</summary>
    private static BodyLimit BodyOf(IEndpointRouteBuilder routes) => new(routes.ServiceProvider.GetRequiredService<AttachmentOptions>().LargestBody);

    private static async Task AttachAsync(HttpContext http, long id, ReceiveFile receive, BaseUrl baseUrl)
    {
        if (await WhyNotAsync(http, id) is { } refused)
        {
            await Problems.WriteAsync(http, refused);
            return;
        }

        if ((await receive.RunAsync(http)).Refused(out var refusal, out var file))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await Writes.RunAsync<Handoff>(
            http, Encoding.UTF8.GetBytes($"{file.Sha256} {file.Name}"), act => (db, token) => AttachFile.RunAsync(db, act, id, file, token), (handoff, act) => Handoffs.Feature.ToAnswer(handoff, act, baseUrl));
    }

    private static async Task<IResult> AttachOnPageAsync(HttpContext http, long id, ReceiveFile receive)
    {
        if (await WhyNotAsync(http, id) is { } refused)
            return refused.Status == 404 ? Page.Of(refused) : await HandoffActions.ShowAsync(http, id, refused);
        return (await receive.RunAsync(http)).Refused(out var refusal, out var file)
            ? await HandoffActions.ShowAsync(http, id, refusal)
            : await HandoffActions.ActAsync(http, id, (db, act, token) => AttachFile.RunAsync(db, act, id, file, token));
    }

    private static Task DetachAsync(HttpContext http, long id, int n, BaseUrl baseUrl) => Writes.RunAsync<NothingRequest, Handoff>(
        http, (act, _) => (db, token) => DetachFile.RunAsync(db, act, id, n, token), (handoff, act) => Handoffs.Feature.ToAnswer(handoff, act, baseUrl));

    private static async Task<Refusal?> WhyNotAsync(HttpContext http, long id)
    {
        await using var db = await http.RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(http.RequestAborted);
        return await AttachFile.WhyNotAsync(db, http.Act() with { IfMatch = http.IfMatch() }, id);
    }

    /// <summary>What the form holds, for the API description.</summary>
    private sealed record AttachForm(byte[] File);
}

/// <summary>How large the body of this route may be.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
