using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Receipts;

internal static class ReceiptEndpoints
{
    internal static void MapReceipts(this RouteGroupBuilder api)
    {
        api.MapGet("/handoffs/{id:long}/receipt", GetAsync)
            .WithTags("Handoffs")
            .WithName("handoffs_get_receipt")
            .WithSummary("Get a signed receipt of a handoff")
            .WithDescription(
                "Who passed which revision to whom, who accepted, and when. `docs/receipt/verify` verifies the file "
                    + "without the server: keep it as it comes, byte by byte."
            )
            .Produces<SignedReceipt>()
            .Refuses(404, 409);
        api.MapGet("/receipt-key", GetKeyAsync)
            .WithTags("Handoffs")
            .WithName("receipt_key_get")
            .WithSummary("Get the public key that verifies receipts");
    }

    internal static void MapReceiptPages(this RouteGroupBuilder pages) =>
        pages.MapGet("/handoffs/{id:long}/receipt", DownloadAsync).WithMetadata(new NoPage());

    private static async Task<IResult> GetAsync(
        long id,
        ApiRequest request,
        BatonDb db,
        BaseUrl baseUrl,
        ReceiptSigner signer,
        CancellationToken cancellationToken
    )
    {
        var written = await WriteReceipt.RunAsync(db, request.Context, id, baseUrl.Value, cancellationToken);
        return written.Refused(out var refusal, out var receipt)
            ? request.Refuse(refusal)
            : FileOf(id, await signer.SignAsync(receipt, cancellationToken));
    }

    private static async Task<Ok<ReceiptKeyRecord>> GetKeyAsync(
        ReceiptSigner signer,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await signer.PublicAsync(cancellationToken));

    private static async Task<IResult> DownloadAsync(HttpContext http, long id, BaseUrl baseUrl, ReceiptSigner signer)
    {
        var cancellationToken = http.RequestAborted;
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(cancellationToken);
        var written = await WriteReceipt.RunAsync(db, http.RequestContext(), id, baseUrl.Value, cancellationToken);
        return written.Refused(out var refusal, out var receipt)
            ? Page.Of(refusal)
            : FileOf(id, await signer.SignAsync(receipt, cancellationToken));
    }

    private static FileContentHttpResult FileOf(long id, byte[] receipt) =>
        TypedResults.File(receipt, "application/json", $"baton-receipt-{id}.json");
}
