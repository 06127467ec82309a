using System.Data.Common;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments;

/// <summary>A file that was sent, on the disk: what is left is to name it in the handoff.</summary>
internal sealed record ReceivedFile(string Name, string ContentType, IncomingFile Content)
{
    internal long Size => Content.Size;

    internal string Sha256 => Content.Sha256;
}

/// <summary>
/// Takes a file from a form, the same for the API and for pages: its name, the room, its size, its type. What is
/// refused leaves nothing.
/// </summary>
internal sealed partial class ReceiveFile(
    AttachmentFiles files,
    FileStore store,
    AttachmentOptions options,
    AttachmentTrash trash,
    FolderOwner owner,
    SweepFiles sweep,
    UploadSpace space,
    IDbContextFactory<BatonDb> factory,
    TimeProvider time,
    ILogger<ReceiveFile> logger
)
{
    internal const string Part = "file";

    internal async Task<Outcome<ReceivedFile>> RunAsync(HttpContext http)
    {
        var outcome = await TakeAsync(http);
        if (outcome.Refusal is not null)
            await UploadForm.PassOverAsync(http);
        return outcome;
    }

    /// <summary>Puts it where the handoff will find it; null when that went well.</summary>
    internal async Task<Refusal?> PlaceAsync(ReceivedFile file, CancellationToken cancellationToken)
    {
        try
        {
            await file.Content.PlaceAsync(store, cancellationToken);
            return null;
        }
        catch (Exception exception) when (UploadSpace.IsOfTheDisk(exception))
        {
            return WhyNotWritten(exception);
        }
    }

    /// <summary>
    /// Runs what names the file. However that ends, only a file that the handoff names then stays, or may come to
    /// name: a commit whose answer was lost is left to the sweep.
    /// </summary>
    internal async Task<T> FinishingAsync<T>(long id, ReceivedFile file, Func<Task<T>> name)
    {
        var isCertain = false;
        try
        {
            var result = await name();
            isCertain = true;
            return result;
        }
        catch (Exception exception) when (StoreFault.Of(exception) is { Outcome: ChangeOutcome.None })
        {
            isCertain = true;
            throw;
        }
        finally
        {
            await FinishAsync(id, file, isCertain);
        }
    }

    private async Task FinishAsync(long id, ReceivedFile file, bool isCertain)
    {
        try
        {
            if (!file.Content.IsPlaced || await IsNamedAsync(id, file.Sha256))
                file.Content.Forget();
            else if (isCertain && !file.Content.WasThere)
                await TakeBackAsync(file.Content);
        }
        catch (Exception exception)
            when (exception is DbException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            LeftToSweep(exception, file.Sha256);
        }
    }

    private async Task<Outcome<ReceivedFile>> TakeAsync(HttpContext http)
    {
        if (await UploadForm.OpenAsync(http) is not { } form)
            return Refusal.Invalid(
                Part,
                "type",
                T("Send multipart/form-data with one part named {0}, for example curl -F {0}=@contract.pdf.", Part)
            );
        if (form.File is not { } said || said.Name.ToString().Trim('"') != Part)
            return NotOne;
        var name = AttachmentNames.Of(said);
        var extension = AttachmentTypes.ExtensionOf(name);
        if (!options.Extensions.Contains(extension))
            return Refusal.Invalid(Part, "type", FileLimits.OfOtherType(name, options));
        if (!space.HasRoom(http.Request.ContentLength ?? 0))
            return UploadSpace.Full;
        var installation = await Installation.IdAsync(factory, http.RequestAborted);
        var incoming = new IncomingFile(files, installation);
        var kept = false;
        try
        {
            owner.ClaimNew(installation);
            var outcome = await FillAsync(http, form, incoming, name, extension);
            kept = outcome.Refusal is null;
            return outcome;
        }
        catch (Exception exception) when (UploadSpace.IsOfTheDisk(exception))
        {
            return WhyNotWritten(exception);
        }
        finally
        {
            if (!kept)
                incoming.Forget();
        }
    }

    private Refusal WhyNotWritten(Exception exception)
    {
        if (!UploadSpace.IsFull(exception))
            NotWritten(exception);
        if (exception is FilesAwayException)
            return UploadSpace.Away;
        return UploadSpace.IsFull(exception) ? UploadSpace.Full : UploadSpace.NotWritable;
    }

    private async Task<Outcome<ReceivedFile>> FillAsync(
        HttpContext http,
        UploadForm form,
        IncomingFile incoming,
        string name,
        string extension
    )
    {
        var cancellationToken = http.RequestAborted;
        await incoming.FillAsync(form.Content, options.Largest, () => space.Demand(0), cancellationToken);
        if (incoming.Size > options.Largest)
            return AttachmentOptions.TooLarge(options);
        if (incoming.Size == 0 || !await form.HasNoOtherFileAsync(http))
            return NotOne;
        await using var content = incoming.OpenRead();
        return await AttachmentTypes.FindAsync(extension, content, cancellationToken) is { } type
            ? new ReceivedFile(name, type, incoming)
            : Refusal.Invalid(
                Part,
                "type",
                T("The content of {0} is not {1}. Attach the original file, or correct its name.", name, extension)
            );
    }

    private static Refusal NotOne =>
        Refusal.Invalid(Part, "missing", T("Choose a file that is not empty (the part named {0}).", Part));

    private async Task<bool> IsNamedAsync(long id, string hash)
    {
        await using var db = await factory.CreateDbContextAsync();
        var attachments = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.Id == id)
            .Select(handoff => handoff.Attachments)
            .SingleOrDefaultAsync();
        return attachments?.Any(attachment => attachment.Sha256 == hash && attachment.RemovedAt is null) == true;
    }

    /// <summary>
    /// It is moved away before anybody is asked, for meanwhile another handoff may come to name the same content:
    /// then it is put back.
    /// </summary>
    private async Task TakeBackAsync(IncomingFile content)
    {
        var wasInTrash = trash.All().Any(file => file.Sha256 == content.Sha256);
        var moved = trash.Move(content.Sha256, time.UtcNow());
        content.Forget();
        if (moved is null)
            return;
        if (
            sweep.IsUnderWay(content.Sha256)
            || (await sweep.NamedAsync(CancellationToken.None)).Live.Contains(content.Sha256)
        )
            trash.PutBack(moved);
        else if (!wasInTrash)
            AttachmentTrash.Remove(moved);
    }

    [LoggerMessage(LogLevel.Error, "An uploaded file could not be written")]
    private partial void NotWritten(Exception exception);

    [LoggerMessage(
        LogLevel.Warning,
        "The rest of the upload {Sha256} could not be removed; the next sweep will remove it"
    )]
    private partial void LeftToSweep(Exception exception, string sha256);
}
