using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// What a template that is being written would change, whom it affects and what it would have refused.
/// </summary>
internal static class BuilderLook
{
    internal static async Task<BuilderView> AtAsync(HttpContext http, BuilderView view)
    {
        if (view.Template is not { } template)
            return view;
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var context = http.RequestContext();
        var before = context.Catalog.Templates.GetValueOrDefault(template.Key);
        var (looked, failed) = await WouldFail.ReadAsync(db, context, template, http.RequestAborted);
        return view with
        {
            Looked = looked,
            Failed = failed,
            Changes = before is null ? [] : TemplateChanges.Of(before, template),
            Lines = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(template)),
            Affected =
                before is not null && context.Caller.Leads(before.ReceivingTeam)
                    ? await AffectedHandoffs.ReadAsync(db, template.Key, http.RequestAborted)
                    : null,
            Meanwhile = MeanwhileOf(context.Catalog, view, before),
        };
    }

    /// <summary>The same from the store, where the catalog may be older than what was refused.</summary>
    internal static async Task<BuilderView> MeanwhileAsync(
        BatonDb db,
        BuilderView view,
        CancellationToken cancellationToken
    )
    {
        var template = view.Template!;
        var versions = db.Templates.AsNoTracking().Where(row => row.Key == template.Key);
        var before = await versions.SingleOrDefaultAsync(row => row.Version == view.Seen, cancellationToken);
        var newest = await versions.OrderByDescending(row => row.Version).FirstAsync(cancellationToken);
        return view with
        {
            Seen = newest.Version,
            Meanwhile = LineDiff.Of(
                before is null ? "" : TemplateYaml.Write(before.Content),
                TemplateYaml.Write(newest.Content)
            ),
            Changes = TemplateChanges.Of(newest.Content, template),
            Lines = LineDiff.Of(TemplateYaml.Write(newest.Content), TemplateYaml.Write(template)),
        };
    }

    /// <summary>Said while one still writes, not first when one publishes.</summary>
    private static IReadOnlyList<DiffLine> MeanwhileOf(
        Catalog catalog,
        BuilderView view,
        Client.TemplateVersion? newest
    ) =>
        view.Published is not null
        && newest is not null
        && newest.Version > view.Seen
        && catalog.Version(newest.Key, view.Seen) is { } seen
            ? LineDiff.Of(TemplateYaml.Write(seen), TemplateYaml.Write(newest))
            : [];
}
