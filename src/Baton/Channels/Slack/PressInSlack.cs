using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Channels.Slack;

/// <summary>A button that acts at once: the same verb as everywhere, for the revision that the clicker saw.</summary>
internal sealed class PressInSlack(SlackPeople people, SlackAnswers answers, Writer writer)
{
    internal async Task<SlackAnswer> RunAsync(
        SlackClick click,
        SlackPress pressAsync,
        CancellationToken cancellationToken
    )
    {
        if (SlackButtons.Parse(click.Value) is not var (id, revision))
            return SlackAnswer.Nothing;
        if ((await people.FindAsync(click, cancellationToken)).Refused(out var unknown, out var act))
            return answers.Refused(click, id, unknown);
        var outcome = await writer.WriteAsync(
            (db, token) => pressAsync(db, act, id, revision, token).OrOvertakenAsync(db, act, id, token),
            cancellationToken
        );
        return outcome.Refused(out var refusal, out var handoff)
            ? answers.Refused(click, id, refusal)
            : answers.Happened(click.ResponseUrl, handoff, act.Catalog);
    }
}
