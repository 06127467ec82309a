using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// A person of the receiving team says how well it was handed over; said again, it replaces what they said.
/// </summary>
internal static class GiveFeedback
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        FeedbackRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Feedback, context.Caller) is { } refused)
            return refused;
        var missing = request.Missing ?? [];
        var template = context.TemplateOf(handoff);
        var faults = Texts.Refusal(
            request.Rating is >= 1 and <= 5 ? [] : [new FieldError("rating", "rule", "rating must be from 1 to 5.")],
            missing.SelectMany((field, i) => Texts.KnownField($"missing[{i}]", field, template, handoff)),
            Texts.Optional("comment", request.Comment)
        );
        return faults
            ?? await db.KeepAsync(
                context,
                handoff,
                handoff.GiveFeedback(
                    request.Rating,
                    [.. missing.Distinct()],
                    request.Comment,
                    context.Caller,
                    context.Now
                ),
                cancellationToken
            );
    }
}
