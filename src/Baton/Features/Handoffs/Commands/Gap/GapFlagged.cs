using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Gap;

internal sealed record GapFlagged(string Field, FindingCode Code, int? MinutesLost, string? Note) : HandoffChange
{
    internal const string EventName = "gap.flagged";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        var gap = new Client.Gap(Field, Code, MinutesLost, Note, happened.Actor, happened.At);
        handoff.Gaps = [.. handoff.Gaps, gap];
        handoff.NoteDefects(DefectKind.LateGap, [(Field, Code, Note)], MinutesLost);
    }
}
