using System.Text;
using System.Text.Unicode;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Templates.Publishing;

internal static class TemplateEndpoints
{
    internal static void MapTemplates(this RouteGroupBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("Templates");
        templates.MapGet("/", List).WithName("templates_list").WithSummary("List the newest version of each template");
        templates
            .MapGet("/{key}", Get)
            .WithName("templates_get")
            .WithSummary("Get the newest version of a template")
            .Refuses(404);
        templates
            .MapGet("/{key}/versions/{n:int}", GetVersion)
            .WithName("templates_get_version")
            .WithSummary("Get a version of a template")
            .Refuses(404);
        templates
            .MapGet("/{key}/versions", Versions)
            .WithName("templates_list_versions")
            .WithSummary("List the versions of a template, newest first, with what each changed")
            .Refuses(404);
        templates
            .MapPut("/{key}", PutAsync)
            .WithName("templates_put")
            .WithSummary("Publish a template, as YAML or JSON")
            .WithDescription(
                "201 for its first version, 200 for a further one or where nothing changed. For admins and leads of "
                    + "the receiving team."
            )
            .WithMetadata(new RequestBody(typeof(TemplateRequest), ["application/json", "application/yaml"]))
            .TakesIfMatch()
            .Refuses(403);
    }

    private static Ok<ItemsOf<TemplateVersion>> List(ApiRequest request)
    {
        var templates = request.Context.Catalog.Templates.Values;
        return TypedResults.Ok(
            new ItemsOf<TemplateVersion>([.. templates.OrderBy(template => template.Key, StringComparer.Ordinal)])
        );
    }

    private static Results<Ok<TemplateVersion>, ProblemHttpResult> Get(string key, ApiRequest request) =>
        request.Answer(Found(request.Context.Catalog.Templates.GetValueOrDefault(key), key));

    private static Results<Ok<TemplateVersion>, ProblemHttpResult> GetVersion(string key, int n, ApiRequest request) =>
        request.Answer(Found(request.Context.Catalog.Version(key, n), $"{key}, version {n},"));

    private static Results<Ok<ItemsOf<TemplateVersionSummary>>, ProblemHttpResult> Versions(
        string key,
        ApiRequest request
    ) => request.Answer(TemplateVersions.Summarize(request.Context.Catalog, key));

    private static async Task<
        Results<Results<Ok<TemplateVersion>, Created<TemplateVersion>>, ProblemHttpResult>
    > PutAsync(
        string key,
        Query<PublishQuery> query,
        RawBody body,
        ApiRequest request,
        CancellationToken cancellationToken
    )
    {
        var read = Utf8.IsValid(body.Bytes.Span)
            ? PublishTemplate.ReadOne(key, Encoding.UTF8.GetString(body.Bytes.Span), request.Context.Catalog.Templates)
            : Refusal.Invalid("", "syntax", T("The body is not UTF-8."));
        if (read.Refused(out var refusal, out var template))
            return request.Refuse(refusal);
        return await request.WriteAsync(
            (db, token) => PublishTemplate.RunAsync(db, request.Context, template, query.Value.Note, token),
            ResultOf,
            cancellationToken
        );
    }

    private static Results<Ok<TemplateVersion>, Created<TemplateVersion>> ResultOf(PublishTemplate.Result published) =>
        published is { NewVersion: true, Template.Version: 1 }
            ? TypedResults.Created((string?)null, published.Template)
            : TypedResults.Ok(published.Template);

    private static Outcome<TemplateVersion> Found(TemplateVersion? template, string key) =>
        template is null ? Refusal.NotFound(T("template {0}", key)) : template;
}
