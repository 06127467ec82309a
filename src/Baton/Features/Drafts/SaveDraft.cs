using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Drafts;

/// <summary>Keeps what is being typed, as long as nobody else kept another state of it meanwhile.</summary>
internal static class SaveDraft
{
    /// <summary>Whoever has so many discards one before they begin another: nothing typed goes by itself.</summary>
    internal const int MostOfOne = 100;

    /// <param name="DraftId">The draft; null: a new one.</param>
    /// <param name="Seen">The version that the page knows.</param>
    /// <param name="Tab">The opened page; null: it does not say.</param>
    /// <param name="Turn">Which of the saves of that page this is.</param>
    /// <param name="Address">The path of the form.</param>
    /// <param name="Title">What its author knows it by.</param>
    /// <param name="Content">What stands in it.</param>
    internal sealed record Request(
        long? DraftId,
        int Seen,
        string? Tab,
        long Turn,
        string Address,
        string Title,
        string Content
    );

    internal static async Task<Outcome<FormDraft>> RunAsync(
        BatonDb db,
        RequestContext context,
        Request request,
        CancellationToken cancellationToken
    )
    {
        var (person, asked, tab) = (context.Caller.Person, request.DraftId, request.Tab);
        var mine = db.FormDrafts.AsTracking().Where(row => row.PersonKey == person);
        // The save that begins a draft may still be under way: the page that sent it does not know its number yet.
        var known = asked is null
            ? await mine.SingleOrDefaultAsync(row => tab != null && row.Tab == tab, cancellationToken)
            : await mine.SingleOrDefaultAsync(row => row.Id == asked, cancellationToken);
        if (known is null)
            return asked is { } id
                ? Refusal.NotFound(T("draft {0}", id))
                : await BeginAsync(db, context, request, cancellationToken);
        if (known.Became is { } there)
            return new Refusal(409, "draft-used", T("Submitted already"), there);
        var isSamePage = tab is not null && known.Tab == tab;
        if (isSamePage && request.Turn <= known.Turn)
            return known;
        if (!isSamePage && known.Version != request.Seen)
            return new Refusal(409, "draft-changed", T("Changed in another tab"), $"{known.Version}");
        (known.Tab, known.Turn) = (tab, request.Turn);
        known.Title = request.Title;
        known.Content = request.Content;
        known.Version++;
        known.SavedAt = context.Now;
        await db.SaveChangesAsync(cancellationToken);
        return known;
    }

    private static async Task<Outcome<FormDraft>> BeginAsync(
        BatonDb db,
        RequestContext context,
        Request request,
        CancellationToken cancellationToken
    )
    {
        var person = context.Caller.Person;
        if (
            await db.FormDrafts.CountAsync(row => row.PersonKey == person && row.Became == null, cancellationToken)
            >= MostOfOne
        )
            return new Refusal(
                409,
                "too-many-drafts",
                T("Too many drafts"),
                T("Not saved: you have {0} drafts. Discard one that you no longer need.", MostOfOne)
            );
        var draft = new FormDraft
        {
            PersonKey = person,
            Address = request.Address,
            Title = request.Title,
            Content = request.Content,
            Version = 1,
            Tab = request.Tab,
            Turn = request.Turn,
            SavedAt = context.Now,
        };
        db.FormDrafts.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        return draft;
    }
}
