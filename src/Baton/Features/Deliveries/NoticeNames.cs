using Baton.Channels;
using Baton.Features.Handoffs.Commands;

namespace Baton.Features.Deliveries;

/// <summary>What a page calls a notice.</summary>
internal static class NoticeNames
{
    internal static string Of(string kind) =>
        kind switch
        {
            Kinds.ClockReminder => T("Due soon"),
            Kinds.ClockEscalated => T("Overdue"),
            Kinds.ChannelDisabled => T("Channel switched off"),
            Kinds.ChannelTest => T("Test message"),
            Kinds.SummaryWeekly => T("Weekly summary"),
            // A newer version of the program may have queued a kind that this one does not know.
            _ => HandoffCommands.TryDescribe(kind)?.Name?.Invoke() ?? Web.Pages.Names.Words(kind.Replace('.', ' ')),
        };
}
