using System.CommandLine;
using Baton.Client;
using Baton.Features.Templates.Publishing;

namespace Baton.Commands;

/// <summary><c>baton template versions</c>: who published what, and what each version changed.</summary>
internal static class TemplateVersionsCommand
{
    private static readonly string[] Columns = ["version", "published", "by", "note", "changes"];

    internal static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the template." };
        var command = new Command(
            "versions",
            "List the versions of a template, newest first, with what each changed. Columns when piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton template versions sales_to_onboarding"
        )
        {
            key,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, _) => Store.RunAsync(parsed, session => SayAsync(session, parsed.GetRequiredValue(key)))
        );
        return command;
    }

    private static async Task<int> SayAsync(Store.Session session, string key)
    {
        var catalog = await session.CatalogAsync();
        if (TemplateVersions.Summarize(catalog, key).Refused(out var refusal, out var versions))
            return await session.Output.FailAsync(refusal);
        if (session.Json)
            session.Output.Json(versions);
        else
            session.Output.Table(Columns, versions.Items.Select(Row));
        return CommandLine.Done;
    }

    private static IReadOnlyList<Cell> Row(TemplateVersionSummary version) =>
        [
            $"{version.Version}",
            Times.Of(version.PublishedAt),
            version.PublishedBy,
            version.Note,
            string.Join("; ", version.Changes),
        ];
}
