using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Flags a defect of the context that was found after accepting.</summary>
internal static class FlagGap
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        GapRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.FlagGap, context.Caller) is { } refused)
            return refused;
        var minutes = request.MinutesLost is < 0 or > 1_000_000
            ? [new FieldError("minutes_lost", "rule", "minutes_lost must be between 0 and 1,000,000.")]
            : Enumerable.Empty<FieldError>();
        if (
            Texts.Refusal(
                Texts.KnownField("field", request.Field, context.TemplateOf(handoff), handoff),
                minutes,
                Texts.Optional("note", request.Note)
            ) is
            { } faults
        )
            return faults;
        var flagged = handoff.FlagGap(
            request.Field,
            request.Code,
            request.MinutesLost,
            request.Note,
            context.Caller,
            context.Now
        );
        return await db.KeepAsync(context, handoff, flagged, cancellationToken);
    }
}
