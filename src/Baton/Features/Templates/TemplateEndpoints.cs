using System.Text;
using System.Text.Unicode;
using Baton.Client;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.Templates;

internal static class TemplateEndpoints
{
    internal static void MapTemplates(this RouteGroupBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("Templates");
        templates
            .MapGet("/", (Delegate)List)
            .WithSummary("The newest version of each template")
            .Answers<ItemsOf<TemplateVersion>>();
        templates.MapGet("/{key}", Get).WithSummary("The newest version of a template").Answers<TemplateVersion>();
        templates
            .MapGet("/{key}/versions/{n:int}", GetVersion)
            .WithSummary("A version of a template")
            .Answers<TemplateVersion>();
        templates
            .MapPut("/{key}", Put)
            .WithSummary("Publish a template, YAML or JSON")
            .WithMetadata(new RequestBody(typeof(Template), ["application/yaml", "application/json"]))
            .Answers<TemplateVersion>();
    }

    private static Task List(HttpContext http) =>
        Answer
            .Of(
                new ItemsOf<TemplateVersion>([
                    .. http.RequestContext()
                        .Catalog.Templates.Values.OrderBy(template => template.Key, StringComparer.Ordinal),
                ])
            )
            .WriteAsync(http);

    private static Task Get(HttpContext http, string key) =>
        http.RequestContext().Catalog.Templates.GetValueOrDefault(key) is { } newest
            ? AnswerOf(newest, 200).WriteAsync(http)
            : Problems.WriteAsync(http, Refusal.NotFound($"template {key}"));

    private static Task GetVersion(HttpContext http, string key, int n) =>
        http.AnswerAsync(Found(http.RequestContext().Catalog.Version(key, n), $"{key}, version {n},"));

    private static async Task Put(HttpContext http, string key, Writer writer)
    {
        var bytes = await http.ReadBodyAsync();
        var context = http.RequestContext() with { IfMatch = http.IfMatch() };
        var read = Utf8.IsValid(bytes.Span)
            ? PublishTemplate.ReadOne(key, Encoding.UTF8.GetString(bytes.Span))
            : Refusal.Invalid("", "syntax", "The body is not UTF-8.");
        if (read.Refused(out var refusal, out var template))
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        var outcome = await writer.WriteAsync(
            (db, token) => PublishTemplate.RunAsync(db, context, template, token),
            http.RequestAborted
        );
        var answer = outcome.Refused(out refusal, out var result)
            ? Answer.Of(refusal, Problems.TraceId(http))
            : AnswerOf(result.Template, result is { NewVersion: true, Template.Version: 1 } ? 201 : 200);
        await answer.WriteAsync(http);
    }

    private static Answer AnswerOf(TemplateVersion template, int status) =>
        Answer.Of(template, status) with
        {
            ETag = $"\"{template.Version}\"",
        };

    private static Outcome<TemplateVersion> Found(TemplateVersion? template, string key) =>
        template is null ? Refusal.NotFound($"template {key}") : template;
}
