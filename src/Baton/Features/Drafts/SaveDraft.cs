using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Drafts;

/// <summary>Keeps what is being typed, as long as nobody else kept another state of it meanwhile.</summary>
internal static class SaveDraft
{
    /// <summary>Of more than so many the oldest goes.</summary>
    internal const int MostOfOne = 100;

    /// <param name="DraftId">The draft; null: a new one.</param>
    /// <param name="Seen">The version that the page knows.</param>
    /// <param name="Address">The path of the form.</param>
    /// <param name="Title">What its author knows it by.</param>
    /// <param name="Content">What stands in it.</param>
    internal sealed record Request(long? DraftId, int Seen, string Address, string Title, string Content);

    internal static async Task<Outcome<FormDraft>> RunAsync(
        BatonDb db,
        RequestContext context,
        Request request,
        CancellationToken cancellationToken
    )
    {
        if (request.DraftId is not { } id)
            return await BeginAsync(db, context, request, cancellationToken);
        var person = context.Caller.Person;
        var known = await db
            .FormDrafts.AsTracking()
            .SingleOrDefaultAsync(row => row.Id == id && row.PersonKey == person, cancellationToken);
        if (known is null)
            return Refusal.NotFound($"draft {id}");
        if (known.Became is { } there)
            return new Refusal(409, "draft-used", "Submitted already", there);
        if (known.Version != request.Seen)
            return new Refusal(409, "draft-changed", "Changed in another tab", $"{known.Version}");
        known.Title = request.Title;
        known.Content = request.Content;
        known.Version++;
        known.SavedAt = context.Now;
        await db.SaveChangesAsync(cancellationToken);
        return known;
    }

    private static async Task<FormDraft> BeginAsync(
        BatonDb db,
        RequestContext context,
        Request request,
        CancellationToken cancellationToken
    )
    {
        var draft = new FormDraft
        {
            PersonKey = context.Caller.Person,
            Address = request.Address,
            Title = request.Title,
            Content = request.Content,
            Version = 1,
            SavedAt = context.Now,
        };
        db.FormDrafts.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        await KeepFewAsync(db, draft.PersonKey, cancellationToken);
        return draft;
    }

    private static async Task KeepFewAsync(BatonDb db, string person, CancellationToken cancellationToken)
    {
        var oldest = await db
            .FormDrafts.Where(row => row.PersonKey == person)
            .OrderByDescending(row => row.SavedAt)
            .ThenByDescending(row => row.Id)
            .Skip(MostOfOne)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        if (oldest.Count > 0)
            await db.FormDrafts.Where(row => oldest.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
