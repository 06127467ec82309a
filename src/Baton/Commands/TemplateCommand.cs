using System.CommandLine;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Features.Templates.Publishing.Gallery;
using Baton.Storage;

namespace Baton.Commands;

internal static class TemplateCommand
{
    private static readonly string[] Columns = ["key", "version", "from", "to", "fields", "steps", "published", "name"];

    internal static Command Create() =>
        new("template", "Check, publish and show templates.")
        {
            Check(),
            Publish(),
            List(),
            Show(),
            TemplateVersionsCommand.Create(),
            Gallery(),
        };

    private static Argument<string> File() =>
        new("FILE")
        {
            Description = "A YAML or JSON file with one template or a map of several; - reads standard input.",
        };

    private static Command Check()
    {
        var file = File();
        var command = new Command(
            "check",
            "Check a template file for errors without publishing it.\n\nExample: baton template check "
                + "onboarding.yaml"
        )
        {
            file,
            Output.AsJson,
        };
        command.SetAction(
            async (parsed, token) =>
            {
                var output = Output.Of(parsed);
                if ((await ReadAsync(parsed.GetRequiredValue(file), token)).Refused(out var refusal, out var templates))
                    return await output.FailAsync(refusal);
                if (parsed.GetValue(Output.AsJson))
                    output.Json(new ItemsOf<Template>(templates));
                foreach (var template in parsed.GetValue(Output.AsJson) ? [] : templates)
                    output.Line(
                        $"{template.Key} is valid: from {template.FromTeam} to "
                            + $"{template.ReceivingTeam}, fields: {template.Fields.Count}, steps: "
                            + $"{template.Checklist.Count}."
                    );
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static Command Publish()
    {
        var file = File();
        var note = new Option<string?>("--note") { Description = "What changed, for the list of versions." };
        var command = new Command(
            "publish",
            "Publish the templates in a file, all or none. Publishing the same content again changes "
                + "nothing.\n\nExample: baton template publish onboarding.yaml --note "
                + "\"Goals now has an example\""
        )
        {
            file,
            note,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            async (parsed, token) =>
            {
                var name = parsed.GetRequiredValue(file);
                if (
                    (await Files.ReadAsync(name, token)).Refused(out var refusal, out var text)
                    || Read(name, text, null).Refused(out refusal, out _)
                )
                    return await Output.Of(parsed).FailAsync(refusal);
                return await Store.RunAsync(
                    parsed,
                    session => PublishAsync(session, name, text, parsed.GetValue(note), token)
                );
            }
        );
        return command;
    }

    private static Command Gallery()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "The starting point to print as YAML; left out: all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var language = new Option<string>("--language")
        {
            Description = $"The language of the templates: {string.Join(", ", AllLanguages)}.",
            DefaultValueFactory = _ => English,
        };
        language.AcceptOnlyFromAmong([.. AllLanguages]);
        var command = new Command(
            "gallery",
            "List the templates to start from, or print one to edit and publish.\n\nExample: baton template gallery "
                + "incident_to_problem > incidents.yaml"
        )
        {
            name,
            language,
            Output.AsJson,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var output = Output.Of(parsed);
                var gallery = StartingPoints.GalleryIn(parsed.GetRequiredValue(language));
                if (parsed.GetValue(name) is not { } wanted)
                    return List(output, gallery, parsed.GetValue(Output.AsJson));
                if (gallery.FirstOrDefault(start => start.Template.Key == wanted) is not { } found)
                    return await output.FailAsync(Refusal.NotFound($"starting point {wanted}"));
                if (parsed.GetValue(Output.AsJson))
                    output.Json(found.Template);
                else
                    output.Raw(found.Yaml);
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static int List(Output output, IReadOnlyList<StartingPoint> gallery, bool json)
    {
        if (json)
            output.Json(new ItemsOf<Template>([.. gallery.Select(start => start.Template)]));
        foreach (var start in json ? [] : gallery)
            output.Line($"{start.Template.Key}: {start.About}");
        return CommandLine.Done;
    }

    private static async Task<int> PublishAsync(
        Store.Session session,
        string file,
        string text,
        string? note,
        CancellationToken cancellationToken
    )
    {
        var context = await session.ContextAsync();
        if (Read(file, text, context.Catalog.Templates).Refused(out var wrong, out var templates))
            return await session.Output.FailAsync(wrong);
        if (PublishTemplate.RefuseNote(note) is { } tooLong)
            return await session.Output.FailAsync(tooLong);
        var published = await session.Writer.WriteAsync(
            async (db, token) =>
            {
                var results = new List<PublishTemplate.Result>();
                foreach (var template in templates)
                {
                    if (
                        (await PublishTemplate.RunAsync(db, context, template, note, token)).Refused(
                            out var refusal,
                            out var result
                        )
                    )
                        // who is at the data directory may publish all
                        throw new InvalidOperationException(refusal.Detail);
                    results.Add(result);
                }

                return results;
            },
            cancellationToken
        );
        if (session.Json)
            session.Output.Json(new ItemsOf<TemplateVersion>([.. published.Select(result => result.Template)]));
        foreach (var (template, isNew) in session.Json ? new List<PublishTemplate.Result>() : published)
            session.Output.Line(
                isNew
                    ? $"{template.Key}: published version {template.Version}."
                    : $"{template.Key}: unchanged, version {template.Version}."
            );
        foreach (
            var team in templates
                .SelectMany(template => new[] { template.FromTeam, template.ReceivingTeam })
                .Distinct()
                .Where(team => !context.Catalog.Teams.ContainsKey(team))
        )
            session.Output.Note($"There is no team {team} yet. Create it with `baton team add {team} --name NAME`.");
        return CommandLine.Done;
    }

    private static Command List()
    {
        var command = new Command(
            "list",
            "List the newest version of each template. Columns when piped: "
                + $"{string.Join(", ", Columns)}.\n\nExample: baton template list"
        )
        {
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, _) =>
                Store.ReadAsync(
                    parsed,
                    async session =>
                    {
                        var templates = (await session.CatalogAsync())
                            .Templates.Values.OrderBy(template => template.Key, StringComparer.Ordinal)
                            .ToList();
                        if (session.Json)
                            session.Output.Json(new ItemsOf<TemplateVersion>(templates));
                        else
                            session.Output.Table(Columns, templates.Select(Row));
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static IReadOnlyList<Cell> Row(TemplateVersion template) =>
        [
            template.Key,
            $"{template.Version}",
            template.FromTeam,
            template.ReceivingTeam,
            $"{template.Fields.Count}",
            $"{template.Checklist.Count}",
            Times.Of(template.PublishedAt),
            template.Name,
        ];

    private static Command Show()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the template." };
        var version = new Option<int?>("--version") { Description = "The version to show. Default: the newest." };
        var command = new Command(
            "show",
            "Print a template as YAML that you can edit and publish again.\n\nExample: baton template "
                + "show sales_to_onboarding > onboarding.yaml"
        )
        {
            key,
            version,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, _) =>
                Store.ReadAsync(
                    parsed,
                    async session =>
                    {
                        var name = parsed.GetRequiredValue(key);
                        var number = parsed.GetValue(version);
                        var catalog = await session.CatalogAsync();
                        if (
                            (
                                number is { } asked
                                    ? catalog.Version(name, asked)
                                    : catalog.Templates.GetValueOrDefault(name)
                            )
                            is not { } template
                        )
                            return await session.Output.FailAsync(
                                CommandLine.Refused,
                                $"There is no template {name}{(number is null ? "" : $", version {number}")}."
                            );
                        if (session.Json)
                            session.Output.Json(template);
                        else
                            session.Output.Raw(TemplateYaml.Write(template));
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static async Task<Outcome<List<Template>>> ReadAsync(string file, CancellationToken cancellationToken) =>
        (await Files.ReadAsync(file, cancellationToken)).Refused(out var refusal, out var text)
            ? refusal
            : Read(file, text, null);

    /// <summary>All templates of a file; else every fault, each with the file, its line and path.</summary>
    /// <param name="known">What its fields can carry from; null: that is not looked up.</param>
    private static Outcome<List<Template>> Read(
        string file,
        string text,
        IReadOnlyDictionary<string, TemplateVersion>? known
    )
    {
        var (templates, faults) = TemplateFile.Parse(text, known);
        return faults.Count == 0
            ? templates.ToList()
            : Refusal.Invalid([.. faults.Select(fault => fault with { Field = $"{file}: {fault.Field}" })]);
    }
}
