using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading.Answers;

/// <summary>What earlier answers are looked for: a handoff, or a form that is none yet.</summary>
/// <param name="Template">Its template.</param>
/// <param name="Title">Its title, which names the client.</param>
/// <param name="ExternalKey">Its key elsewhere.</param>
/// <param name="Link">A handoff of its chain: itself, or what it follows from.</param>
internal sealed record AnswerSubject(string Template, string Title, string? ExternalKey, ChainLink? Link)
{
    internal static AnswerSubject Of(Handoff handoff) =>
        new(handoff.Template, handoff.Title, handoff.ExternalKey, new ChainLink(handoff.Id, handoff.ParentId));

    /// <summary>What a form says so far.</summary>
    internal static async Task<AnswerSubject> OfFormAsync(
        BatonDb db,
        Template template,
        JsonElement context,
        string? externalKey,
        long? parent,
        CancellationToken cancellationToken
    ) =>
        new(
            template.Key,
            HandoffTitle.Of(template, context),
            externalKey,
            parent is null
                ? null
                : await db
                    .Handoffs.Where(handoff => handoff.Id == parent)
                    .Select(handoff => new ChainLink(handoff.Id, handoff.ParentId))
                    .SingleOrDefaultAsync(cancellationToken)
        );
}

/// <summary>A handoff, and what it follows from.</summary>
internal sealed record ChainLink(long Id, long? ParentId);
