using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Attach;
using Baton.Features.Handoffs.Commands.Detach;
using Baton.Features.Handoffs.Commands.Tick;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Attachments;

/// <summary>Files on the pages of a handoff: by themselves, and with the form that they come in.</summary>
internal static class AttachmentPages
{
    internal static void MapAttachmentPages(this RouteGroupBuilder pages)
    {
        var attachments = pages.MapGroup("/handoffs/{id:long}/attachments");
        attachments
            .MapPost("", AttachOnPageAsync)
            .WithMetadata(AttachmentEndpoints.BodyOf(pages, AttachmentOptions.Tolerated));
        attachments.MapGet("/{n:int}", ReadFile.RunAsync).WithMetadata(new NoPage());
        attachments.MapPost(
            "/{n:int}/remove",
            (HttpContext http, long id, int n) =>
                HandoffPages.ContextAsync(
                    http,
                    id,
                    (db, context, token) => DetachFile.RunAsync(db, context, id, n, token)
                )
        );
    }

    private static async Task<IResult> AttachOnPageAsync(HttpContext http, long id, ReceiveFile receive)
    {
        if ((await AttachmentEndpoints.ReceiveAsync(http, id, receive)).Refused(out var refusal, out var file))
            return refusal.Status == 404 ? Page.Of(refusal) : await HandoffPages.ShowAsync(http, id, refusal);
        var options = http.RequestServices.GetRequiredService<AttachmentOptions>();
        return await receive.FinishingAsync(
            id,
            file,
            async () =>
                await receive.PlaceAsync(file, http.RequestAborted) is { } notPlaced
                    ? await HandoffPages.ShowAsync(http, id, notPlaced)
                    : await HandoffPages.ContextAsync(
                        http,
                        id,
                        (db, context, token) =>
                            NameOnPageAsync(db, context, id, http.Request.Query["step"], file, options, token)
                    )
        );
    }

    /// <summary>What a form brings beside much else.</summary>
    internal static async Task<Refusal?> AttachSentAsync(HttpContext http, long id, ReceiveFile receive)
    {
        var services = http.RequestServices;
        var (writer, options) = (
            services.GetRequiredService<Writer>(),
            services.GetRequiredService<AttachmentOptions>()
        );
        if ((await AttachmentEndpoints.ReceiveAsync(http, id, receive)).Refused(out var refusal, out var file))
            return AtItsField(http, refusal, options);
        return await receive.FinishingAsync(id, file, PlaceAndNameAsync);

        async Task<Refusal?> PlaceAndNameAsync()
        {
            if (await receive.PlaceAsync(file, http.RequestAborted) is { } notPlaced)
                return notPlaced;
            var context = http.RequestContext();
            var named = await writer.WriteAsync(
                (db, token) => NameOnPageAsync(db, context, id, null, file, options, token),
                http.RequestAborted
            );
            return named.Refusal;
        }
    }

    /// <summary>What is said of a file stands where it was chosen, and in the words of that form.</summary>
    private static Refusal AtItsField(HttpContext http, Refusal refusal, AttachmentOptions options)
    {
        var name = http.Features.Get<UploadForm>()?.File is { } said ? AttachmentNames.Of(said) : "";
        var message = refusal switch
        {
            { Status: StatusCodes.Status413PayloadTooLarge } => FileLimits.TooLarge(name, options),
            { Errors: [{ Code: "missing" }] } => FileLimits.Empty(name),
            _ => refusal.Detail,
        };
        return refusal with { Errors = [new FieldError(ReceiveFile.Part, refusal.Type, message)] };
    }

    /// <summary>Attached, and given as evidence of the step that it was added for.</summary>
    private static async Task<Outcome<Handoff>> NameOnPageAsync(
        BatonDb db,
        RequestContext context,
        long id,
        string? step,
        ReceivedFile file,
        AttachmentOptions options,
        CancellationToken cancellationToken
    )
    {
        var named = await AttachFile.RunAsync(
            db,
            context,
            id,
            file.Name,
            file.ContentType,
            file.Size,
            file.Sha256,
            options,
            cancellationToken
        );
        if (string.IsNullOrEmpty(step) || named.Refused(out _, out var handoff))
            return named;
        var evidence = new GivenEvidence(File: handoff.Attachments[^1].Number);
        return await TickStep.Command.RunAsync(
            db,
            context,
            new HandoffTarget(id, step),
            new TickRequest(Done: true, Evidence: evidence),
            cancellationToken
        );
    }
}
