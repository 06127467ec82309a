using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Escalation;

/// <summary>
/// The moments at which a clock that runs tells somebody, in the working hours of the team that holds it.
/// </summary>
internal static class Ladder
{
    /// <summary>Of a template that says nothing else.</summary>
    internal static readonly IReadOnlyList<Rung> Usual =
    [
        new(50, ["team"]),
        new(100, ["lead"]),
        new(150, ["admins", "other"]),
    ];

    internal static IReadOnlyList<AlarmRung> Of(Handoff handoff, Template template, KnownTeam? holder)
    {
        if (handoff.DueAt is not { } due || handoff.ClockSince is not { } since)
            return [];
        // A clock that went on after a question, or began again with another team, counts from that moment.
        var start = handoff.UpdatedAt > since ? handoff.UpdatedAt : since;
        return Of(template, holder, start, due);
    }

    internal static IReadOnlyList<AlarmRung> Of(Template template, KnownTeam? holder, DateTime start, DateTime due) =>
        holder is null
            ? []
            :
            [
                .. (template.Escalation ?? Usual).Select(rung => new AlarmRung(
                    rung.At,
                    rung.At == 100 ? due : holder.Share(start, due, rung.At),
                    rung.Tell
                )),
            ];
}
