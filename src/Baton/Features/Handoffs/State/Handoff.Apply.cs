using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    /// <summary>The state that these events explain; used to prove that the stored state is theirs.</summary>
    internal static Handoff Fold(long id, IEnumerable<HandoffEvent> events)
    {
        var handoff = new Handoff { Id = id };
        foreach (var happened in events)
            handoff.Apply(happened, happened.Change);
        return handoff;
    }

    private void Apply(HandoffEvent happened, HandoffChange change)
    {
        Version = happened.Seq;
        UpdatedAt = happened.At;
        switch (change)
        {
            case Created created:
                Begin(created, happened);
                break;
            case Edited edited:
                Merge(edited);
                break;
            case Initiated initiated:
                HandOver(initiated, happened);
                break;
            case Resubmitted again:
                HandOverAgain(again);
                break;
            case Opened:
                OpenedAt ??= happened.At;
                break;
            case Accepted accepted:
                TakeOver(accepted, happened);
                break;
            case Returned returned:
                GiveBack(returned, happened);
                break;
            case Declined:
                Status = HandoffStatus.Declined;
                break;
            case Withdrawn:
                Status = HandoffStatus.Withdrawn;
                break;
            case Rerouted rerouted:
                SendOn(rerouted);
                break;
            case Assigned assigned:
                Owner = assigned.To;
                break;
            case Completed:
                Status = HandoffStatus.Completed;
                CompletedBy = happened.Who;
                CompletedAt = happened.At;
                break;
            default:
                ApplyWork(happened, change);
                break;
        }

        SwitchClock(happened.At);
    }

    private void ApplyWork(HandoffEvent happened, HandoffChange change)
    {
        switch (change)
        {
            case StepTicked(var key, var note):
                Mark(
                    key,
                    step =>
                        step with
                        {
                            Done = true,
                            Skipped = false,
                            By = happened.Actor,
                            At = happened.At,
                            Note = note,
                        }
                );
                break;
            case StepUnticked(var key, var note):
                Mark(key, step => step with { Done = false, Skipped = false, By = null, At = null, Note = note });
                break;
            case StepSkipped(var key, var note):
                Mark(
                    key,
                    step =>
                        step with
                        {
                            Done = false,
                            Skipped = true,
                            By = happened.Actor,
                            At = happened.At,
                            Note = note,
                        }
                );
                break;
            case Asked asked:
                Questions = [.. Questions, ToQuestion(asked, happened)];
                QuestionsAsked += asked.Team == FromTeam ? 0 : 1;
                break;
            case Answered answered:
                GoOn(answered);
                Questions =
                [
                    .. Questions.Select(question =>
                        question.Number == answered.Number
                            ? question with
                            {
                                Answer = answered.Text,
                                AnsweredBy = happened.Actor,
                                AnsweredAt = happened.At,
                            }
                            : question
                    ),
                ];
                break;
            case GapFlagged gap:
                Gaps = [.. Gaps, new Gap(gap.Field, gap.Code, gap.MinutesLost, gap.Note, happened.Actor, happened.At)];
                Note(DefectKind.LateGap, [(gap.Field, gap.Code, gap.Note)], gap.MinutesLost);
                break;
            case FeedbackGiven given:
                Rate(new Feedback(given.Rating, given.Missing, given.Comment, happened.Actor, happened.At));
                break;
            case Disputed disputed:
                Settle(disputed.Number, _ => new Dispute(disputed.Note, happened.Actor, happened.At));
                break;
            case DisputeDecided decided:
                Settle(
                    decided.Number,
                    dispute =>
                        dispute! with
                        {
                            Upheld = decided.Upheld,
                            DecidedBy = happened.Actor,
                            DecidedAt = happened.At,
                            Answer = decided.Answer,
                        }
                );
                break;
            case Attached attached:
                Take(attached, happened);
                break;
            case Detached detached:
                LetGo(detached, happened);
                break;
            default:
                throw new InvalidOperationException($"No fold for {change.Kind}.");
        }
    }

    private void Begin(Created created, HandoffEvent happened)
    {
        Template = created.Template;
        TemplateVersion = created.TemplateVersion;
        FromTeam = created.FromTeam;
        ToTeam = created.ToTeam;
        Title = created.Title;
        Priority = created.Priority;
        Context = created.Context;
        ContextRevision = 1;
        Checklist = created.Checklist;
        Waivers = created.Waivers;
        ParentId = created.ParentId;
        ExternalKey = created.ExternalKey;
        ContentHash = created.ContentHash;
        CreatedBy = happened.Actor;
        CreatedAt = happened.At;
        Status = HandoffStatus.Draft;
    }

    private void Merge(Edited edited)
    {
        var before = Context;
        Context = ContextValues.Merge(before, edited.Values);
        ContextRevision++;
        Title = edited.Title;
        Findings =
        [
            .. Findings.Select(finding =>
                finding with
                {
                    Changed = finding.Changed || ContextValues.Differs(before, Context, finding.Field),
                }
            ),
        ];
    }

    private void HandOver(Initiated initiated, HandoffEvent happened)
    {
        if (initiated.Created is { } created)
            Begin(created, happened);
        Status = HandoffStatus.Initiated;
        InitiatedBy = happened.Who;
        InitiatedAt = happened.At;
        Waivers = initiated.Waivers;
        AcceptBy = initiated.AcceptBy;
        NoteWaivers();
    }

    private void HandOverAgain(Resubmitted again)
    {
        Status = HandoffStatus.Initiated;
        Waivers = again.Waivers;
        AcceptBy = again.AcceptBy;
        ResubmitBy = null;
        OpenedAt = null;
        NoteWaivers();
        Findings =
        [
            .. Findings.Select(finding => finding with { Reply = again.Replies.GetValueOrDefault(finding.Field) }),
        ];
    }

    private void TakeOver(Accepted accepted, HandoffEvent happened)
    {
        Status = HandoffStatus.Accepted;
        AcceptedBy = happened.Who;
        AcceptedAt = happened.At;
        Owner = happened.Who;
        ReadBack = accepted.ReadBack;
        CompleteBy = accepted.CompleteBy;
        SamePerson = happened.Who is { } who && who == InitiatedBy;
    }

    private void GiveBack(Returned returned, HandoffEvent happened)
    {
        Returns = Returns + 1;
        SamePerson = happened.Who is { } who && who == InitiatedBy;
        Status = HandoffStatus.Returned;
        Findings = returned.Findings;
        ResubmitBy = returned.ResubmitBy;
        EverReturned = true;
        AcceptedBy = null;
        AcceptedAt = null;
        Owner = null;
        ReadBack = null;
        CompleteBy = null;
        AcceptBy = null;
        Note(
            DefectKind.Return,
            returned.Findings.Select(finding => (finding.Field, (FindingCode?)finding.Code, finding.Note))
        );
    }

    private void SendOn(Rerouted rerouted)
    {
        PassedTeams = [.. PassedTeams, rerouted.From];
        Hops = Hops + 1;
        ToTeam = rerouted.To;
        AcceptBy = rerouted.AcceptBy;
        OpenedAt = null;
    }

    private void Mark(string key, Func<ChecklistStep, ChecklistStep> mark) =>
        Checklist = [.. Checklist.Select(step => step.Key == key ? mark(step) : step)];

    private static Question ToQuestion(Asked asked, HandoffEvent happened) =>
        new()
        {
            Number = asked.Number,
            Text = asked.Text,
            Field = asked.Field,
            Blocking = asked.Blocking,
            AskedTeam = asked.Team,
            AskedBy = happened.Actor,
            AskedAt = happened.At,
            AnswerBy = asked.AnswerBy,
        };

    private void GoOn(Answered answered)
    {
        AcceptBy = Status == HandoffStatus.Initiated ? answered.DueAt ?? AcceptBy : AcceptBy;
        ResubmitBy = Status == HandoffStatus.Returned ? answered.DueAt ?? ResubmitBy : ResubmitBy;
        CompleteBy = Status == HandoffStatus.Accepted ? answered.DueAt ?? CompleteBy : CompleteBy;
    }

    /// <summary>Exactly one clock runs while it is live; the time until now goes to the side that held it.</summary>
    private void SwitchClock(DateTime at)
    {
        var next = ClockNow();
        if (next != Clock)
        {
            CountTime(at);
            (Clock, ClockSince) = (next, next == Clock.None ? null : at);
        }

        DueAt =
            !IsLive ? null
            : next == ClockOf(Status) ? DueOf(Status)
            : MovedBy(Questions)!.AnswerBy;
    }

    private Clock ClockNow() =>
        MovedBy(Questions) is null ? ClockOf(Status)
        : ClockOf(Status) == Clock.Sender ? Clock.Receiver
        : Clock.Sender;

    /// <summary>
    /// The open blocking question that moves the clock to the other side: the newest of those that the side asked
    /// which would hold it.
    /// </summary>
    private Question? MovedBy(IEnumerable<Question> questions) =>
        IsLive
            ? questions.LastOrDefault(question =>
                question is { Blocking: true, Answer: null } && MovesClock(question.AskedTeam)
            )
            : null;

    private DateTime? DueOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => AcceptBy,
            HandoffStatus.Returned => ResubmitBy,
            HandoffStatus.Accepted => CompleteBy,
            _ => null,
        };

    private static Clock ClockOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => Clock.Receiver,
            HandoffStatus.Returned => Clock.Sender,
            HandoffStatus.Accepted => Clock.Work,
            _ => Clock.None,
        };

    private void CountTime(DateTime at)
    {
        var ticks = ClockSince is { } since ? (at - since).Ticks : 0;
        switch (Clock)
        {
            case Clock.Receiver:
                ReceiverTicks += ticks;
                break;
            case Clock.Sender:
                SenderTicks += ticks;
                break;
            case Clock.Work:
                WorkTicks += ticks;
                break;
        }
    }
}
