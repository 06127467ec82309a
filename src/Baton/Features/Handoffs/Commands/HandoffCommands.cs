using System.Collections.Frozen;
using System.Text.Json;
using Baton.Client;
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
using Baton.Features.Handoffs.Commands.FanningOut;
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
using Baton.Features.Handoffs.Commands.Update;
using Baton.Features.Handoffs.Commands.Withdraw;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// Every command on a handoff, once: what every door offers is derived from here. The order is that of
/// <c>allowed_commands</c> and of the buttons.
/// </summary>
internal static class HandoffCommands
{
    internal static IReadOnlyList<HandoffCommand> All { get; } =
    [
        EditHandoff.Command,
        InitiateHandoff.Command,
        OpenHandoff.Command,
        AcceptHandoff.Command,
        AnswerReadBack.Command,
        MarkSeen.Command,
        UpdateValues.Command,
        KeepValues.Command,
        ReturnHandoff.Command,
        DeclineHandoff.Command,
        RerouteHandoff.Command,
        WithdrawHandoff.Command,
        AssignHandoff.Command,
        TickStep.Command,
        CompleteSteps.Command,
        ChangeItem.Command,
        MarkItem.Command,
        AskQuestion.Command,
        AnswerQuestion.Command,
        AddComment.Command,
        RequestAssist.Command,
        EndAssist.Command,
        DeclineAssist.Command,
        FlagGap.Command,
        CompleteHandoff.Command,
        RateHandoff.Command,
        DisputeDefect.Command,
        DecideDispute.Command,
        AttachFile.Command,
        DetachFile.Command,
    ];

    /// <summary>Every event that can stand in a log, and what else people are told of one.</summary>
    internal static IReadOnlyList<EventDescriptor> Events { get; } =
    [CreateHandoff.Created, FanOuts.AllAccepted, .. All.SelectMany(command => command.Events)];

    private static readonly FrozenDictionary<string, EventDescriptor> ByKind = Events.ToFrozenDictionary(
        described => described.Kind,
        StringComparer.Ordinal
    );

    internal static EventDescriptor Describe(string kind) => ByKind[kind];

    /// <summary>Null for what is no event of a handoff, such as a clock's notice.</summary>
    internal static EventDescriptor? TryDescribe(string kind) => ByKind.GetValueOrDefault(kind);

    /// <summary>What happened, as the log has it.</summary>
    internal static HandoffChange Read(string kind, string json) =>
        (HandoffChange)JsonSerializer.Deserialize(json, Describe(kind).Type, BatonJson.Options)!;

    /// <summary>Whether a notice of this kind asks a team to act, so that an alarm hangs on it.</summary>
    internal static bool AsksTeam(string kind) =>
        TryDescribe(kind)?.Asks is Asks.Receiver or Asks.Sender or Asks.OtherSide;

    internal static HandoffCommand Named(string name) => All.Single(command => command.Name == name);
}
