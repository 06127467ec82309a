using System.Text.Json;
using Baton.Client;
using Baton.Features.Attachments;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Answer;
using Baton.Features.Handoffs.Commands.Ask;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.Commands.Assisting;
using Baton.Features.Handoffs.Commands.Attach;
using Baton.Features.Handoffs.Commands.Comment;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Decide;
using Baton.Features.Handoffs.Commands.Decline;
using Baton.Features.Handoffs.Commands.Detach;
using Baton.Features.Handoffs.Commands.Dispute;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Gap;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Commands.Items;
using Baton.Features.Handoffs.Commands.Keep;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Commands.Rate;
using Baton.Features.Handoffs.Commands.ReadBack;
using Baton.Features.Handoffs.Commands.Reroute;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.Commands.Seen;
using Baton.Features.Handoffs.Commands.Tick;
using Baton.Features.Handoffs.Commands.Withdraw;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Baton.Tests.App;
using CsCheck;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Random people give random commands; whatever they do, the table of the contract holds.</summary>
public sealed class StateMachineTests
{
    private static readonly Template Template = TemplateFile
        .Parse(
            """
            key: a_to_b
            receiving_team: b
            fields:
              - { key: name, required: true }
              - { key: size, type: number, required: true }
            checklist: [One, { text: Two, team: d }, { text: Three, required: false }]
            """
        )
        .Templates[0];

    private static readonly DateTime Start = new(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc);

    private static readonly Caller[] People =
    [
        Person("sender", ("a", TeamRole.Member)),
        Person("sending-lead", ("a", TeamRole.Lead)),
        Person("receiver", ("b", TeamRole.Member)),
        Person("receiving-lead", ("b", TeamRole.Lead)),
        Person("third", ("c", TeamRole.Lead)),
        Person("outsider", ("d", TeamRole.Lead)),
        new("admin", "admin", IsAdmin: true, new Dictionary<string, TeamRole>()),
        Person("both", ("a", TeamRole.Member), ("b", TeamRole.Member)),
    ];

    /// <summary>
    /// The contract's table, written down a second time: the states from which each command is possible.
    /// </summary>
    private static readonly Dictionary<string, HandoffStatus[]> Table = new()
    {
        ["edit"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["initiate"] = [HandoffStatus.Draft, HandoffStatus.Returned],
        ["open"] = [HandoffStatus.Initiated],
        ["accept"] = [HandoffStatus.Initiated],
        ["read_back"] = [HandoffStatus.Accepted, HandoffStatus.Completed],
        ["seen"] = [HandoffStatus.Accepted],
        ["update"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["keep"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["return"] = [HandoffStatus.Initiated, HandoffStatus.Accepted],
        ["decline"] = [HandoffStatus.Initiated],
        ["reroute"] = [HandoffStatus.Initiated],
        ["withdraw"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned],
        ["assign"] = [HandoffStatus.Accepted],
        ["tick"] = [HandoffStatus.Accepted],
        ["complete_steps"] = [HandoffStatus.Accepted],
        ["untick"] = [HandoffStatus.Accepted],
        ["skip"] = [HandoffStatus.Accepted],
        ["ask"] = [HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["answer"] = [HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["comment"] =
        [
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted,
            HandoffStatus.Completed,
            HandoffStatus.Declined,
            HandoffStatus.Withdrawn,
        ],
        ["change_item"] = [HandoffStatus.Draft, HandoffStatus.Returned],
        ["mark_item"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["request_assist"] = [HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["end_assist"] = [HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["decline_assist"] = [HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["gap"] = [HandoffStatus.Accepted, HandoffStatus.Completed],
        ["complete"] = [HandoffStatus.Accepted],
        ["feedback"] = [HandoffStatus.Accepted, HandoffStatus.Completed],
        ["dispute"] =
        [
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted,
            HandoffStatus.Completed,
            HandoffStatus.Declined,
            HandoffStatus.Withdrawn,
        ],
        ["decide"] =
        [
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted,
            HandoffStatus.Completed,
            HandoffStatus.Declined,
            HandoffStatus.Withdrawn,
        ],
        ["attach"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
        ["detach"] = [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted],
    };

    private static readonly Dictionary<string, HandoffStatus> LeadsTo = new()
    {
        ["initiate"] = HandoffStatus.Initiated,
        ["accept"] = HandoffStatus.Accepted,
        ["return"] = HandoffStatus.Returned,
        ["decline"] = HandoffStatus.Declined,
        ["withdraw"] = HandoffStatus.Withdrawn,
        ["complete"] = HandoffStatus.Completed,
    };

    private static readonly Gen<(string Command, int Who, int Minutes, int Choice)[]> Sequences = Gen.Select(
        Gen.Int[0, Table.Count - 1].Select(i => Table.Keys.ElementAt(i)),
        Gen.Int[0, People.Length - 1],
        Gen.Int[0, 500],
        Gen.Int[0, 5]
    ).Array[0, 60];

    [Fact]
    public void Whatever_people_do_the_table_holds() =>
        Sequences.Sample(
            steps =>
            {
                var handoff = Begin(steps);
                var now = Start;
                foreach (var (command, who, minutes, choice) in steps)
                {
                    now = now.AddMinutes(minutes);
                    var before = Copy(handoff);
                    var version = handoff.Version;
                    var caller = People[who];
                    var refusal = Run(handoff, command, caller, now, choice);
                    CheckStep(before, handoff, command, caller, refusal, version);
                    CheckInvariants(handoff, now);
                    Assert.Equal(Expected(handoff, caller).Order(), handoff.AllowedCommands(caller).Order());
                }
            },
            iter: LongRun.Tries(250, 3000)
        );

    [Fact]
    public void Random_walks_reach_every_state()
    {
        var reached = new HashSet<HandoffStatus>();
        Sequences.Sample(
            steps =>
            {
                if (Count() == Enum.GetValues<HandoffStatus>().Length)
                    return;
                var handoff = Begin(steps);
                var now = Start;
                foreach (var (random, who, minutes, choice) in steps)
                {
                    // Every other step is one that is possible, or the last states would hardly ever be met.
                    var possible = handoff.AllowedCommands(People[who]).Where(Table.ContainsKey).ToList();
                    var command = choice % 2 == 0 && possible.Count > 0 ? possible[minutes % possible.Count] : random;
                    now = now.AddMinutes(minutes);
                    Run(handoff, command, People[who], now, choice);
                    lock (reached)
                        reached.Add(handoff.Status);
                }
            },
            iter: 40_000
        );
        Assert.Equal(Enum.GetValues<HandoffStatus>().Order(), reached.Order());

        int Count()
        {
            lock (reached)
                return reached.Count;
        }
    }

    private static void CheckStep(
        Handoff before,
        Handoff after,
        string command,
        Caller caller,
        Refusal? refusal,
        int version
    )
    {
        if (refusal is not null)
        {
            Assert.Equal(Snapshot(before), Snapshot(after));
            Assert.Contains(refusal.Status, (int[])[403, 404, 409, 422]);
            if (refusal.Status == 409)
                Assert.Equal(Handoff.Wire(after.Status), refusal.State);
            return;
        }

        if (after.Version == version)
            return; // an edit that changes nothing, an opening that is none
        Assert.Equal(version + 1, after.Version);
        Assert.Contains(before.Status, Table[command]);
        Assert.Equal(LeadsTo.GetValueOrDefault(command, before.Status), after.Status);
        Assert.True(MayAct(before, command, caller), $"{caller.Person} must not {command}");
    }

    private static bool MayAct(Handoff handoff, string command, Caller caller)
    {
        bool Sends() => caller.IsAdmin || caller.Teams.ContainsKey(handoff.FromTeam);
        bool Receives() => caller.IsAdmin || caller.Teams.ContainsKey(handoff.ToTeam);
        bool Leads(string team) =>
            caller.IsAdmin || caller.Teams.GetValueOrDefault(team, TeamRole.Member) == TeamRole.Lead;
        bool Assists() =>
            handoff.Assists.Any(assist =>
                assist is { DoneAt: null, DeclinedAt: null }
                && (caller.IsAdmin || caller.Teams.ContainsKey(assist.Team))
            );
        bool Responds() => handoff.Status == HandoffStatus.Accepted ? Receives() : Sends();
        return command switch
        {
            "request_assist" => Responds(),
            "end_assist" => Responds() || Assists(),
            "decline_assist" => Assists(),
            "answer" or "comment" or "attach" => Sends() || Receives() || Assists(),
            "tick" or "untick" or "complete_steps" => Receives() || Assists(),
            "mark_item" => handoff.Status is HandoffStatus.Draft or HandoffStatus.Returned ? Sends() : Receives(),
            "change_item" or "edit" or "initiate" or "withdraw" or "dispute" or "read_back" => Sends(),
            "decide" => Leads(handoff.ToTeam),
            "reroute" => Leads(handoff.FromTeam) || Leads(handoff.ToTeam),
            "ask" or "detach" => Sends() || Receives(),
            "open" => caller.Teams.ContainsKey(handoff.ToTeam),
            _ => Receives(),
        };
    }

    /// <summary>
    /// What is offered, said a second time: the table, whose it is, and what there is to give it for.
    /// </summary>
    private static List<string> Expected(Handoff handoff, Caller caller) =>
        [
            .. Table
                .Where(row => row.Key is not ("open" or "untick" or "skip" or "complete_steps"))
                .Where(row => row.Value.Contains(handoff.Status) && MayAct(handoff, row.Key, caller))
                .Where(row => HasObject(handoff, row.Key, caller))
                .Select(row =>
                    row.Key == "gap" ? "flag_gap"
                    : row.Key == "decide" ? "decide_disputes"
                    : row.Key
                ),
        ];

    private static bool HasObject(Handoff handoff, string command, Caller caller)
    {
        bool Is(string team) => caller.IsAdmin || caller.Teams.ContainsKey(team);
        bool Leads(string team) =>
            caller.IsAdmin || caller.Teams.GetValueOrDefault(team, TeamRole.Member) == TeamRole.Lead;
        return command switch
        {
            "answer" => handoff.Questions.Any(question =>
                question.Answer is null
                && (
                    Is(question.AskedTeam == handoff.FromTeam ? handoff.ToTeam : handoff.FromTeam)
                    || (!Is(question.AskedTeam) && handoff.AssistingTeams.Any(Is))
                )
            ),
            "tick" => Is(handoff.ToTeam) || (Is("d") && handoff.AssistingTeams.Contains("d")),
            "end_assist" => handoff.AssistingTeams.Any(),
            "change_item" or "mark_item" => handoff.Shift is not null,
            "seen" => handoff.Corrections.Count > 0,
            "read_back" => handoff is { ReadBack: not null, ReadBackAnswer: null },
            "update" or "keep" => handoff.Drift.Count > 0,
            "dispute" => handoff.Defects.Any(defect =>
                defect is { Kind: DefectKind.Return or DefectKind.LateGap, Dispute: null }
            ),
            "decide" => handoff.Defects.Any(defect => defect.Dispute is { Upheld: null }),
            "detach" => handoff.Attachments.Any(attachment =>
                attachment.RemovedAt is null
                && (attachment.By == caller.Person || Leads(handoff.FromTeam) || Leads(handoff.ToTeam))
            ),
            _ => true,
        };
    }

    private static void CheckInvariants(Handoff handoff, DateTime now)
    {
        Assert.Equal(Snapshot(HandoffHistory.Fold(handoff.Id, handoff.Events)), Snapshot(handoff));
        Assert.Equal(Enumerable.Range(1, handoff.Version), handoff.Events.Select(happened => happened.Seq));
        var accepted = handoff.Status is HandoffStatus.Accepted or HandoffStatus.Completed;
        Assert.Equal(accepted ? handoff.ToTeam : handoff.FromTeam, handoff.ResponsibleTeam);
        Assert.All(
            handoff.AssistingTeams,
            team => Assert.True(handoff.IsLive && team != handoff.FromTeam && team != handoff.ToTeam)
        );
        Assert.Distinct(handoff.AssistingTeams);
        Assert.Equal(handoff.IsLive, handoff.Clock != Clock.None);
        Assert.Equal(handoff.IsLive, handoff.ClockSince is not null);
        Assert.Equal(ExpectedClock(handoff), handoff.Clock);
        Assert.Equal(
            handoff.Defects.Any(defect =>
                defect.Kind == DefectKind.Return
                && defect.Dispute?.Upheld != false
                && (defect.Dispute is null || defect.Dispute.Upheld == true)
            ),
            handoff.ReturnDefect
        );
        Assert.Equal(Enumerable.Range(1, handoff.Defects.Count), handoff.Defects.Select(defect => defect.Number));
        var running = handoff.ClockSince is { } since ? (now - since).Ticks : 0;
        var lead = handoff.InitiatedAt is { } initiated ? (End(handoff, now) - initiated).Ticks : 0;
        Assert.Equal(lead, handoff.ReceiverTicks + handoff.SenderTicks + handoff.WorkTicks + running);
        if (!handoff.IsLive && handoff.Status != HandoffStatus.Draft)
            Assert.Subset(
                new HashSet<string> { "comment", "flag_gap", "feedback", "dispute", "decide_disputes", "read_back" },
                handoff.AllowedCommands(People[6]).ToHashSet()
            );
    }

    private static Clock ExpectedClock(Handoff handoff)
    {
        var byReceiver = handoff.Questions.Any(question =>
            question is { Blocking: true, Answer: null } && question.AskedTeam != handoff.FromTeam
        );
        var bySender = handoff.Questions.Any(question =>
            question is { Blocking: true, Answer: null } && question.AskedTeam == handoff.FromTeam
        );
        return handoff.Status switch
        {
            HandoffStatus.Returned => bySender ? Clock.Receiver : Clock.Sender,
            HandoffStatus.Initiated => byReceiver ? Clock.Sender : Clock.Receiver,
            HandoffStatus.Accepted => byReceiver ? Clock.Sender : Clock.Work,
            _ => Clock.None,
        };
    }

    private static DateTime End(Handoff handoff, DateTime now) =>
        handoff.IsLive
            ? now
            : handoff
                .Events.Last(happened =>
                    happened.Kind is "handoff.completed" or "handoff.declined" or "handoff.withdrawn"
                )
                .At;

    private static Handoff Begin((string Command, int Who, int Minutes, int Choice)[] steps)
    {
        var isShift = steps.Length % 3 == 0;
        var items = isShift ? """, "items": [{"key": "a", "severity": "watcher"}, {"key": "b"}]""" : "";
        var size = steps.Length % 2 == 0 ? """, "size": 1""" : "";
        var context = JsonElement.Parse($$"""{"name": "x"{{size}}{{items}}}""");
        var created = new HandoffCreated(
            "a_to_b",
            1,
            "a",
            "b",
            "x",
            "normal",
            context,
            CreateHandoff.ChecklistOf(Template),
            [],
            null,
            null,
            null,
            Shift: isShift ? Shifts.Begin(context, new HashSet<string>(), null, null) : null
        );
        return CreateHandoff.Draft(created, People[0], Start);
    }

    private static Refusal? Run(Handoff handoff, string command, Caller caller, DateTime now, int choice) =>
        command switch
        {
            "edit" => Edited(
                handoff,
                JsonElement.Parse($$"""{"size": {{(choice == 5 ? "null" : choice)}}}"""),
                caller,
                now
            ),
            "seen" => MarkSeen.Decide(handoff, handoff.ContextRevision - (choice % 2), caller, now).Refusal,
            "read_back" => AnswerReadBack
                .Decide(
                    handoff,
                    choice > 2 ? new ReadBackAnswered(true) : new ReadBackAnswered(false, "Not quite."),
                    caller,
                    now
                )
                .Refusal,
            "update" => Edited(handoff, JsonElement.Parse("{}"), caller, now),
            "keep" => KeepValues.Decide(handoff, null, caller, now).Refusal,
            "initiate" => InitiateHandoff
                .Decide(
                    handoff,
                    Gate.Check(
                        Template,
                        handoff.Context,
                        choice == 0 ? [new Waiver("size", "not known yet", caller.Person)] : []
                    ),
                    choice % 2 == 0
                        ? handoff
                            .Findings.DistinctBy(finding => finding.Field)
                            .ToDictionary(finding => finding.Field, _ => "It is right.")
                        : new Dictionary<string, string>(),
                    now.AddHours(8),
                    caller,
                    now
                )
                .Refusal,
            "open" => Opened(handoff, caller, now),
            "accept" => AcceptHandoff
                .Decide(
                    handoff,
                    choice == 0 ? handoff.ContextRevision + 1 : handoff.ContextRevision,
                    false,
                    new HandoffAccepted(
                        handoff.ContextRevision,
                        choice > 2 ? "I will do that." : null,
                        now.AddDays(10)
                    ),
                    caller,
                    now
                )
                .Refusal,
            "return" => ReturnHandoff
                .Decide(
                    handoff,
                    new HandoffReturned([new Finding("size", (FindingCode)(choice % 4))], now.AddDays(1)),
                    caller,
                    now
                )
                .Refusal,
            "decline" => DeclineHandoff.Decide(handoff, new HandoffDeclined("other", "no", null), caller, now).Refusal,
            "reroute" => RerouteHandoff
                .Decide(handoff, choice % 2 == 0 ? "c" : "b", "try there", now.AddHours(8), caller, now)
                .Refusal,
            "withdraw" => choice == 0
                ? WithdrawHandoff.Decide(handoff, "no longer needed", caller, now).Refusal
                : Skipped,
            "assign" => AssignHandoff.Decide(handoff, "receiver", caller, now).Refusal,
            "tick" => TickStep.Decide(handoff, Step(choice), new TickRequest(Done: true), caller, now).Refusal,
            "complete_steps" => CompleteSteps.Decide(handoff, new CompleteStepsRequest(), caller, now).Refusal,
            "untick" => TickStep.Decide(handoff, Step(choice), new TickRequest(Done: false), caller, now).Refusal,
            "skip" => TickStep
                .Decide(
                    handoff,
                    Step(choice),
                    new TickRequest(Skipped: true, Note: choice > 3 ? null : "not needed"),
                    caller,
                    now
                )
                .Refusal,
            "ask" => AskQuestion
                .Decide(handoff, new AskRequest("Which?", null, choice == 0), now.AddHours(4), caller, now)
                .Refusal,
            "answer" => AnswerQuestion
                .Decide(
                    handoff,
                    new QuestionAnswered(
                        1 + (choice / 2),
                        "That one.",
                        AnswerQuestion.StoppedUntil(handoff, 1 + (choice / 2))?.Due.AddHours(1)
                    ),
                    caller,
                    now
                )
                .Refusal,
            "request_assist" => RequestAssist
                .Decide(
                    handoff,
                    choice > 2 ? "c"
                        : choice > 0 ? "d"
                        : "b",
                    "Help.",
                    now.AddHours(8),
                    caller,
                    now
                )
                .Refusal,
            "end_assist" => EndAssist.Decide(handoff, 1 + (choice / 2), caller, now).Refusal,
            "decline_assist" => DeclineAssist.Decide(handoff, 1 + (choice / 2), "No time.", caller, now).Refusal,
            "change_item" => ChangeItem
                .Decide(
                    handoff,
                    Item(choice),
                    new ItemRequest(Severity.Stable, JsonElement.Parse($$"""{"name": "{{choice}}"}""")),
                    Template,
                    caller,
                    now
                )
                .Refusal,
            "mark_item" => MarkItem
                .Decide(handoff, Item(choice), new MarkItemRequest((ItemMark)(choice % 3), "Look."), "It", caller, now)
                .Refusal,
            "comment" => AddComment.Decide(handoff, "Fine.", choice == 0 ? ["sender"] : [], caller, now).Refusal,
            "gap" => FlagGap
                .Decide(handoff, new GapFlagged("size", FindingCode.Outdated, choice, null), caller, now)
                .Refusal,
            "dispute" => DisputeDefect
                .Decide(handoff, new DefectDisputed(1 + (choice / 2), "It was there."), caller, now)
                .Refusal,
            "decide" => DecideDispute
                .Decide(handoff, new DisputeDecided(1 + (choice / 2), choice % 2 == 0, null), caller, now)
                .Refusal,
            "complete" => CompleteHandoff.Decide(handoff, caller, now).Refusal,
            "attach" => AttachFile
                .Decide(
                    handoff,
                    new AttachmentAdded(handoff.Attachments.Count + 1, "a.txt", "text/plain", choice, "00"),
                    Files,
                    caller,
                    now
                )
                .Refusal,
            "detach" => DetachFile.Decide(handoff, choice, caller, now).Refusal,
            _ => RateHandoff.Decide(handoff, new FeedbackGiven(1 + (choice % 5), [], null), caller, now).Refusal,
        };

    private static Refusal? Edited(Handoff handoff, JsonElement values, Caller caller, DateTime now) =>
        EditHandoff
            .Decide(
                handoff,
                values,
                Template,
                Gate.Check(Template, ContextValues.Merge(handoff.Context, values), handoff.Waivers),
                caller,
                now
            )
            .Refusal;

    private static readonly AttachmentOptions Files = new(10, 1000, 1, []);

    /// <summary>Not every walk shall end early.</summary>
    private static Refusal Skipped { get; } = Refusal.Forbidden("Not this time.");

    private static Refusal? Opened(Handoff handoff, Caller caller, DateTime now) =>
        OpenHandoff.Decide(handoff, caller, now) is null ? Skipped : null;

    private static string Item(int choice) =>
        choice switch
        {
            < 3 => "a",
            < 5 => "b",
            _ => "c",
        };

    private static string Step(int choice) =>
        choice switch
        {
            0 or 3 => "one",
            1 or 4 => "two",
            2 => "three",
            _ => "none",
        };

    private static Handoff Copy(Handoff handoff) => HandoffHistory.Fold(handoff.Id, handoff.Events);

    private static string Snapshot(Handoff handoff) =>
        JsonSerializer.Serialize(
            typeof(Handoff)
                .GetProperties()
                .Where(property => property.Name != nameof(Handoff.Events))
                .ToDictionary(property => property.Name, property => property.GetValue(handoff)),
            BatonJson.Options
        );

    private static Caller Person(string key, params (string Team, TeamRole Role)[] teams) =>
        new(key, key, IsAdmin: false, teams.ToDictionary(team => team.Team, team => team.Role));
}
