using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
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
            Changes = before is null ? [] : TemplateChanges.Of(before, template, context.Catalog.NameOfTeam),
            Lines = before is null ? [] : LineDiff.Of(TemplateYaml.Write(before), TemplateYaml.Write(template)),
            Affected =
                before is not null && context.Caller.Leads(before.ReceivingTeam)
                    ? await AffectedHandoffs.ReadAsync(db, template.Key, http.RequestAborted)
                    : null,
            Meanwhile = MeanwhileOf(context.Catalog, view, before),
        };
    }

    /// <summary>
    /// What was published meanwhile, from the store, as the catalog may be older. A form takes it in beside what its
    /// author wrote; a text stays as it was written, with its comments.
    /// </summary>
    internal static async Task<BuilderView> MeanwhileAsync(
        BatonDb db,
        BuilderView view,
        Catalog catalog,
        NumberFormat? numbers,
        CancellationToken cancellationToken
    )
    {
        var mine = view.Template!;
        var versions = db.Templates.AsNoTracking().Where(row => row.Key == mine.Key);
        var row = await versions.SingleOrDefaultAsync(row => row.Version == view.Seen, cancellationToken);
        var before = row is null ? null : Catalog.ToVersion(row);
        var newest = Catalog.ToVersion(
            await versions.OrderByDescending(row => row.Version).FirstAsync(cancellationToken)
        );
        var meanwhile = MeanwhilePublished.Of(before, newest, catalog);
        var known = view with { Published = newest, Seen = newest.Version };
        if (view.State is null || before is null)
            return WithChanges(known with { Meanwhile = meanwhile }, newest, catalog);
        var merged = TemplateMerge.Of(before, mine, newest);
        return WithChanges(
            known with
            {
                Template = merged.Template,
                State = BuilderForm.Show(merged.Template, newest, numbers),
                Meanwhile = meanwhile with { IsMerged = true, Kept = merged.Kept },
            },
            newest,
            catalog
        );
    }

    private static BuilderView WithChanges(BuilderView view, TemplateVersion newest, Catalog catalog) =>
        view with
        {
            Changes = TemplateChanges.Of(newest, view.Template!, catalog.NameOfTeam),
            Lines = LineDiff.Of(TemplateYaml.Write(newest), TemplateYaml.Write(view.Template!)),
        };

    /// <summary>Said while one still writes, not first when one publishes.</summary>
    private static MeanwhilePublished? MeanwhileOf(Catalog catalog, BuilderView view, TemplateVersion? newest) =>
        view.Published is not null
        && newest is not null
        && newest.Version > view.Seen
        && catalog.Version(newest.Key, view.Seen) is { } seen
            ? MeanwhilePublished.Of(seen, newest, catalog)
            : null;
}
