using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Reading.Answers;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>One of the newest handoffs of a template: what it left empty, and what was asked.</summary>
internal sealed record LatestHandoff(
    long Id,
    DateTime At,
    string Template,
    IReadOnlySet<string> Empty,
    IReadOnlyList<Question> Asked,
    IReadOnlySet<string> Returned
);

/// <summary>The newest handoffs of each template, looked at more closely than all of a window can be.</summary>
internal static class LatestHandoffs
{
    internal const int Most = 10;

    /// <summary>In so many of the ten it is no accident any more.</summary>
    internal const int Often = 3;

    internal static async Task<ILookup<string, LatestHandoff>> ReadAsync(
        BatonDb db,
        Catalog catalog,
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => ids.Contains(handoff.Id))
            .Select(handoff => new
            {
                handoff.Id,
                handoff.InitiatedAt,
                handoff.FromTeam,
                handoff.Template,
                handoff.Context,
                handoff.Questions,
                handoff.Defects,
            })
            .ToListAsync(cancellationToken);
        return rows.OrderByDescending(row => row.InitiatedAt)
            .ThenByDescending(row => row.Id)
            .ToLookup(
                row => row.Template,
                row => new LatestHandoff(
                    row.Id,
                    row.InitiatedAt!.Value,
                    row.Template,
                    EmptyIn(catalog.Templates.GetValueOrDefault(row.Template), row.Context),
                    [.. row.Questions.Where(question => question.AskedTeam != row.FromTeam)],
                    row.Defects.Where(defect => defect is { Kind: DefectKind.Return, Counts: true })
                        .Select(defect => defect.Field)
                        .ToHashSet()
                )
            );
    }

    /// <summary>Questions that no field holds, grouped by the words by which earlier answers are found.</summary>
    internal static IEnumerable<AskedAgain> AskedAgain(string template, IEnumerable<LatestHandoff> latest)
    {
        var of = latest.ToList();
        var asked = of.SelectMany(handoff =>
                handoff
                    .Asked.Where(question => question.Field is null)
                    .Select(question => (Handoff: handoff, question.Text))
            )
            .ToList();
        return AlikeQuestions
            .Group([.. asked.Select(question => question.Text)])
            .Select(group => (Last: asked[group[0]], Times: group.Select(i => asked[i].Handoff.Id).Distinct().Count()))
            .Where(repeated => repeated.Times >= Often)
            .OrderByDescending(repeated => repeated.Times)
            .Select(repeated => new AskedAgain(
                template,
                repeated.Last.Text,
                repeated.Times,
                of.Count,
                repeated.Last.Handoff.Id
            ));
    }

    private static HashSet<string> EmptyIn(Template? template, JsonElement context) =>
        template is null ? [] : [.. template.Fields.Where(field => IsEmpty(field, context)).Select(field => field.Key)];

    private static bool IsEmpty(Field field, JsonElement context) =>
        !context.TryGetProperty(field.Key, out var value)
        || Values.IsMissing(field.Type, value)
        || Values.IsPlaceholder(field, value);
}
