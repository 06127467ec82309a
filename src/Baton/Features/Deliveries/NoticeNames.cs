using Baton.Channels;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Deliveries;

/// <summary>What a page calls a notice.</summary>
internal static class NoticeNames
{
    internal static string Of(string kind) =>
        kind switch
        {
            Kinds.HandoffInitiated => T("Handed over"),
            Kinds.HandoffResubmitted => T("Resubmitted"),
            Kinds.HandoffAccepted => T("Accepted"),
            Kinds.HandoffReturned => T("Returned"),
            Kinds.HandoffDeclined => T("Declined"),
            Kinds.HandoffRerouted => T("Rerouted"),
            Kinds.HandoffWithdrawn => T("Withdrawn"),
            Kinds.HandoffCompleted => T("Completed"),
            Kinds.HandoffAssigned => T("Assigned"),
            Kinds.QuestionAsked => T("Question asked"),
            Kinds.QuestionAnswered => T("Question answered"),
            Kinds.GapFlagged => T("Gap reported"),
            Kinds.FeedbackGiven => T("Rated"),
            Kinds.DefectDisputed => T("Finding disputed"),
            Kinds.DisputeDecided => T("Dispute decided"),
            Kinds.ClockReminder => T("Due soon"),
            Kinds.ClockEscalated => T("Overdue"),
            Kinds.ChannelDisabled => T("Channel switched off"),
            Kinds.ChannelTest => T("Test message"),
            Kinds.SummaryWeekly => T("Weekly summary"),
            // A newer version of the program may have queued a kind that this one does not know.
            _ => Web.Pages.Names.Words(kind.Replace('.', ' ')),
        };
}
