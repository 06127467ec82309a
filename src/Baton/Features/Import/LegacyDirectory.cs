using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Import;

/// <summary>
/// Makes the teams and templates that rows name and nobody has made, so that no history is lost for want of them.
/// </summary>
internal sealed class LegacyDirectory(Writer writer, Catalogs catalogs, string zone)
{
    private readonly SortedSet<string> teams = new(StringComparer.Ordinal);
    private readonly SortedSet<string> templates = new(StringComparer.Ordinal);

    /// <summary>The keys of the names of teams.</summary>
    internal LegacyKeys Teams { get; } = new();

    /// <summary>The keys of the names of templates.</summary>
    internal LegacyKeys Templates { get; } = new();

    internal IReadOnlyCollection<string> MadeTeams => teams;

    internal IReadOnlyCollection<string> MadeTemplates => templates;

    /// <summary>Looks which keys are taken, before names are given theirs.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        Teams.NameOf = key => catalog.Teams.TryGetValue(key, out var team) ? team.Team.Name : null;
        Templates.NameOf = key => catalog.Templates.TryGetValue(key, out var template) ? template.Name : null;
    }

    internal async Task<Catalog> CompleteAsync(
        IReadOnlyList<LegacyRow> rows,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var wantedTeams = rows.SelectMany(row => new[] { row.From, row.To })
            .DistinctBy(team => team.Key)
            .Where(team => !catalog.Teams.ContainsKey(team.Key))
            .ToList();
        var wantedTypes = rows.GroupBy(row => row.Type.Key)
            .Where(type => !catalog.Templates.ContainsKey(type.Key))
            .ToList();
        if (wantedTeams.Count + wantedTypes.Count == 0)
            return catalog;
        var (newTeams, newTemplates) = await writer.WriteAsync(
            (db, token) => MakeAsync(db, wantedTeams, wantedTypes, now, token),
            cancellationToken
        );
        teams.UnionWith(newTeams);
        templates.UnionWith(newTemplates);
        return await catalogs.CurrentAsync(cancellationToken);
    }

    private async Task<(List<string> Teams, List<string> Templates)> MakeAsync(
        BatonDb db,
        List<LegacyName> wantedTeams,
        List<IGrouping<string, LegacyRow>> wantedTypes,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var keys = wantedTeams.Select(team => team.Key).ToList();
        var types = wantedTypes.Select(type => type.Key).ToList();
        var known = await db
            .Teams.Where(team => keys.Contains(team.Key))
            .Select(team => team.Key)
            .ToListAsync(cancellationToken);
        var published = await db
            .Templates.Where(template => types.Contains(template.Key))
            .Select(template => template.Key)
            .ToListAsync(cancellationToken);
        var newTeams = wantedTeams
            .Where(team => !known.Contains(team.Key))
            .Select(team => new Team
            {
                Key = team.Key,
                Name = team.Name,
                TimeZone = zone,
                CreatedAt = now,
            })
            .ToList();
        var newTemplates = wantedTypes
            .Where(type => !published.Contains(type.Key))
            .Select(type => ToTemplate([.. type]))
            .ToList();
        db.Teams.AddRange(newTeams);
        db.Templates.AddRange(
            newTemplates.Select(template => new PublishedTemplate
            {
                Key = template.Key,
                Version = 1,
                Content = template,
                ContentHash = TemplateContent.HashOf(template),
                PublishedAt = now,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
        return ([.. newTeams.Select(team => team.Key)], [.. newTemplates.Select(template => template.Key)]);
    }

    /// <summary>
    /// Its fields are those that the rows have, of any type; which of them were required the file does not say, so
    /// none is.
    /// </summary>
    private static Template ToTemplate(IReadOnlyList<LegacyRow> rows)
    {
        var keys = rows.SelectMany(row => row.Context.EnumerateObject().Select(member => member.Name))
            .Distinct()
            .Take(200)
            .ToList();
        var title = keys.FirstOrDefault(key => key is "client_name" or "project_name") is null
            ? keys.FirstOrDefault(key => IsTitle(rows[0].Context, key))
            : null;
        return new Template
        {
            Key = rows[0].Type.Key,
            Name = rows[0].Type.Name,
            FromTeam = rows[0].From.Key,
            ReceivingTeam = rows[0].To.Key,
            Title = title is null ? null : $"{{{title}}}",
            Fields = [.. keys.Select(key => new Field { Key = key, Type = FieldType.Any })],
            Checklist = [],
        };
    }

    private static bool IsTitle(JsonElement context, string key) =>
        !key.Contains('{', StringComparison.Ordinal)
        && !key.Contains('}', StringComparison.Ordinal)
        && context.TryGetProperty(key, out var value)
        && value.ValueKind == JsonValueKind.String
        && !Blank.Is(value.GetString());
}
