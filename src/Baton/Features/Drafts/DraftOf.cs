using System.Globalization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Drafts;

/// <summary>The draft that a page goes on with.</summary>
/// <param name="DraftId">Its number; null: none yet.</param>
/// <param name="Version">The version that the page knows.</param>
/// <param name="SavedAt">When it was saved; null: not known.</param>
/// <param name="Tab">The opened page that sent it; null: it did not say.</param>
internal sealed record OpenDraft(long? DraftId, int Version, DateTime? SavedAt = null, string? Tab = null);

/// <summary>The draft of a form: opened by its number in the address, and used up when the form is done.</summary>
internal static class DraftOf
{
    /// <summary>The names of the inputs that carry a draft, and of the parameter of the address.</summary>
    internal const string Id = "draft";
    internal const string Seen = "draft-seen";
    internal const string Tab = "draft-tab";
    internal const string Turn = "draft-turn";

    private const int LongestTab = 64;

    /// <summary>
    /// Whoever comes back to the form of a draft that they submitted is led to what it became: a form with what they
    /// typed, which their browser may fill in again, would do it once more.
    /// </summary>
    internal static TBuilder LeadsToWhatBecameOfIt<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.AddEndpointFilter(
            async (invocation, next) =>
                await BecameAsync(invocation.HttpContext) is { } there
                    ? Results.LocalRedirect(there)
                    : await next(invocation)
        );

    private static async Task<string?> BecameAsync(HttpContext http)
    {
        if (!long.TryParse(http.Request.Query[Id], CultureInfo.InvariantCulture, out var id))
            return null;
        var person = http.RequestContext().Caller.Person;
        var path = http.Request.Path.Value;
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var draft = await db
            .FormDrafts.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id && row.PersonKey == person, http.RequestAborted);
        return draft is { Became: { } there } && draft.Address.Split('?')[0] == path ? there : null;
    }

    /// <summary>What was typed, where the address names a draft of the reader for this page; else null.</summary>
    internal static async Task<Form?> OpenAsync(HttpContext http)
    {
        if (!long.TryParse(http.Request.Query[Id], CultureInfo.InvariantCulture, out var id))
            return null;
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var draft = await db.FormDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, http.RequestAborted);
        if (
            draft is not { Became: null }
            || draft.PersonKey != http.RequestContext().Caller.Person
            || draft.Address.Split('?')[0] != http.Request.Path
        )
            return null;
        http.Features.Set(new OpenDraft(draft.Id, draft.Version, draft.SavedAt));
        return draft.ToForm();
    }

    /// <summary>The draft of the page that is being answered.</summary>
    internal static OpenDraft? Of(HttpContext http)
    {
        if (http.Features.Get<OpenDraft>() is { } open)
            return open.DraftId is null ? null : open;
        return http.Request.HasFormContentType ? Sent(new Form(http.Request.Form)) : null;
    }

    /// <summary>
    /// The same work, which uses up the draft of its form in the same transaction. It is refused where another tab
    /// saved or submitted the draft meanwhile; submitted once more it goes through.
    /// </summary>
    internal static Func<BatonDb, CancellationToken, Task<Outcome<T>>> Using<T>(
        HttpContext http,
        Form form,
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<T, string> next
    )
    {
        if (Sent(form) is not { } sent)
            return work;
        var person = http.RequestContext().Caller.Person;
        return async (db, token) =>
        {
            var known = await db
                .FormDrafts.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == sent.DraftId && row.PersonKey == person, token);
            if (known is not null && RefusalOf(http, known, sent) is { } refusal)
                return refusal;
            var outcome = await work(db, token);
            if (known is not null && !outcome.Refused(out _, out var value))
                await UseUpAsync(db, known.Id, next(value), token);
            return outcome;
        };
    }

    private static OpenDraft? Sent(Form form) =>
        long.TryParse(form.Text(Id), CultureInfo.InvariantCulture, out var id)
            ? new OpenDraft(id, form.Number(Seen) ?? 0, Tab: TabOf(form))
            : null;

    /// <summary>What names the opened page; null where nothing does that could be kept.</summary>
    internal static string? TabOf(Form form) =>
        form.Optional(Tab) is { Length: <= LongestTab } tab && StorableText.Is(tab) ? tab : null;

    private static Refusal? RefusalOf(HttpContext http, FormDraft known, OpenDraft sent)
    {
        if (known.Became is { } there)
        {
            // The form of what was made of it goes on with that.
            if (http.Request.Path.StartsWithSegments(there))
                return null;
            http.Features.Set(new OpenDraft(null, 0));
            return new Refusal(
                409,
                "draft-used",
                T("Submitted already"),
                T(
                    "This draft was submitted already, in another tab or browser: see {0}. Submit again only if you "
                        + "want to do it once more.",
                    there
                )
            );
        }

        if (known.Version == sent.Version || (sent.Tab is { } tab && known.Tab == tab))
            return null;
        http.Features.Set(new OpenDraft(known.Id, known.Version, known.SavedAt));
        return new Refusal(
            409,
            "draft-changed",
            T("Changed in another tab"),
            T(
                "This draft was changed in another tab or browser. What you typed here is kept. Submit again to go on "
                    + "with what stands here."
            )
        );
    }

    private static Task<int> UseUpAsync(BatonDb db, long id, string next, CancellationToken cancellationToken) =>
        db
            .FormDrafts.Where(row => row.Id == id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Became, next).SetProperty(row => row.Content, "{}"),
                cancellationToken
            );
}
