using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The handoff that the one of a form follows from: by the address of the form, or by what was sent with it. Public
/// because Razor makes components public.
/// </summary>
public sealed record ParentLink(long Id, string Title)
{
    internal const string Name = "parent_id";

    /// <summary>The number that the address or the form names; 0 for one that is none.</summary>
    internal static long? IdOf(HttpContext http, Form? form)
    {
        var text =
            form?.Optional(Name) ?? (http.Request.Query[Name].ToString() is { Length: > 0 } named ? named : null);
        if (text is null)
            return null;
        return long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    /// <summary>The handoff itself, if one is named; refused where the reader cannot see it.</summary>
    internal static async Task<Outcome<Handoff>?> FindAsync(HttpContext http, BatonDb db, Form? form) =>
        IdOf(http, form) is { } id
            ? await db.FindAsync(http.RequestContext() with { IfMatch = null }, id)
            : (Outcome<Handoff>?)null;

    internal static ParentLink? Of(Handoff? parent) => parent is null ? null : new(parent.Id, parent.Title);
}
