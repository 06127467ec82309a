using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>Keeps that the gate refused, for the report on senders; never the values.</summary>
internal static class KeepAttempt
{
    internal static async Task RunAsync(
        BatonDb db,
        RequestContext context,
        TemplateVersion template,
        long? handoffId,
        Refusal refusal,
        CancellationToken cancellationToken
    )
    {
        if (refusal.Type != "incomplete-context")
            return;
        var faults = refusal.Errors.DistinctBy(error => error.Field).ToList();
        db.GateAttempts.Add(
            new GateAttempt
            {
                At = context.Now,
                Person = context.Caller.Person,
                Team = template.FromTeam,
                Template = template.Key,
                TemplateVersion = template.Version,
                HandoffId = handoffId,
                Fields = [.. faults.Select(error => error.Field)],
                Codes = [.. faults.Select(error => error.Code)],
                Door = context.Door,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await MetricHour.NoteAsync(db, MetricHour.HourOf(context.Now), context.Now, cancellationToken);
    }
}
