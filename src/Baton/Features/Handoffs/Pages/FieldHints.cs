using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading.Answers;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Pages;

/// <summary>Earlier answers for the fields of a form that are still empty.</summary>
internal static class FieldHints
{
    internal const int Most = 2;

    internal static readonly ILookup<string, SimilarAnswer> None = Array
        .Empty<SimilarAnswer>()
        .ToLookup(answer => answer.Field ?? "");

    internal static async Task<ILookup<string, SimilarAnswer>> ReadAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        JsonElement values,
        long? handoff,
        (string? ExternalKey, long? Parent) form,
        CancellationToken cancellationToken
    )
    {
        var empty = template.Fields.Select(field => field.Key).Where(key => !Has(values, key)).ToHashSet();
        if (empty.Count == 0)
            return None;
        if (handoff is not { } id)
            return await FindAnswers.OfFieldsAsync(
                db,
                context,
                await AnswerSubject.OfFormAsync(db, template, values, form.ExternalKey, form.Parent, cancellationToken),
                empty,
                cancellationToken
            );
        return (await db.FindAsync(context, id)).Refused(out _, out var found)
            ? None
            : await FindAnswers.OfFieldsAsync(db, context, AnswerSubject.Of(found), empty, cancellationToken);
    }

    private static bool Has(JsonElement values, string key) =>
        values.ValueKind == JsonValueKind.Object && values.TryGetProperty(key, out _);
}
