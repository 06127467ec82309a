using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Hosting;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

/// <summary>Gives a file to whoever sees its handoff: always as a download, never to be shown in the page.</summary>
internal static class ReadFile
{
    internal static async Task<IResult> RunAsync(HttpContext http, long id, int n)
    {
        var services = http.RequestServices;
        var context = http.RequestContext();
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return new Refused(refusal);
        if (
            handoff.Attachments.SingleOrDefault(kept => kept.Number == n && kept.RemovedAt is null)
            is not { } attachment
        )
            return new Refused(Refusal.NotFound(T("attachment {0} of handoff {1}", n, id)));
        Stream? content;
        try
        {
            content = await services
                .GetRequiredService<StoredFiles>()
                .TryOpenAsync(attachment.Sha256, http.RequestAborted);
        }
        catch (FilesAwayException)
        {
            return new Refused(UploadSpace.Away);
        }

        if (content is null)
            return new Refused(
                new Refusal(
                    500,
                    "attachment-lost",
                    T("The file is missing"),
                    T(
                        "The file of attachment {0} of handoff {1} is missing. Ask an administrator to "
                            + "run baton doctor.",
                        n,
                        id
                    )
                )
            );
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(content, attachment.ContentType, attachment.Name);
    }

    private sealed class Refused(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, refusal);
    }
}
