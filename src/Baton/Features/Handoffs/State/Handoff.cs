using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;

namespace Baton.Features.Handoffs.State;

/// <summary>The clock that runs: for the team that must act now.</summary>
internal enum Clock
{
    None,
    Receiver,
    Sender,
    Work,
}

/// <summary>
/// One piece of work being passed. Its commands are pure: each gives the event that happened, or the reason why not.
/// <see cref="Apply"/> is the only way in which its state changes, so that the state is always the fold of its
/// events.
/// </summary>
internal sealed partial class Handoff
{
    private static readonly JsonElement EmptyContext = JsonElement.Parse("{}");

    public long Id { get; internal set; }

    public HandoffStatus Status { get; private set; }

    public string Template { get; private set; } = "";

    public int TemplateVersion { get; private set; }

    public string Title { get; private set; } = "";

    public string FromTeam { get; private set; } = "";

    public string ToTeam { get; private set; } = "";

    public string? Owner { get; private set; }

    public string Priority { get; private set; } = "normal";

    public JsonElement Context { get; private set; } = EmptyContext;

    public int ContextRevision { get; private set; }

    public IReadOnlyList<Waiver> Waivers { get; private set; } = [];

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public IReadOnlyList<Question> Questions { get; private set; } = [];

    public IReadOnlyList<ChecklistStep> Checklist { get; private set; } = [];

    public IReadOnlyList<Gap> Gaps { get; private set; } = [];

    public IReadOnlyList<Feedback> Feedback { get; private set; } = [];

    /// <summary>Every waiver, finding and gap there ever was, with what became of a dispute about it.</summary>
    public IReadOnlyList<Defect> Defects { get; private set; } = [];

    public IReadOnlyList<KeptAttachment> Attachments { get; private set; } = [];

    /// <summary>Teams that it was rerouted away from.</summary>
    public IReadOnlyList<string> PassedTeams { get; private set; } = [];

    public string? ExternalKey { get; private set; }

    /// <summary>
    /// Fingerprint of what it was created with, to tell a repeated create from another one with the same external
    /// key.
    /// </summary>
    public string? ContentHash { get; private set; }

    public long? ParentId { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public string? InitiatedBy { get; private set; }

    public DateTime? InitiatedAt { get; private set; }

    public DateTime? OpenedAt { get; private set; }

    public string? AcceptedBy { get; private set; }

    public DateTime? AcceptedAt { get; private set; }

    public string? CompletedBy { get; private set; }

    public DateTime? CompletedAt { get; private set; }

    public string? ReadBack { get; private set; }

    public DateTime? AcceptBy { get; private set; }

    public DateTime? ResubmitBy { get; private set; }

    public DateTime? CompleteBy { get; private set; }

    public bool EverReturned { get; private set; }

    /// <summary>Whether it was ever handed over with a waiver.</summary>
    public bool Waived { get; private set; }

    /// <summary>Whether a defect that counts was found after accepting.</summary>
    public bool LateGap { get; private set; }

    /// <summary>Whether it was returned for a defect that counts.</summary>
    public bool ReturnDefect { get; private set; }

    /// <summary>How often it was returned.</summary>
    public int Returns { get; private set; }

    /// <summary>How often it was rerouted.</summary>
    public int Hops { get; private set; }

    /// <summary>Questions that the receiving side asked.</summary>
    public int QuestionsAsked { get; private set; }

    public int Ratings { get; private set; }

    public int RatingSum { get; private set; }

    /// <summary>Whether whoever last accepted or returned it had handed it over themselves.</summary>
    public bool SamePerson { get; private set; }

    public Clock Clock { get; private set; }

    public DateTime? ClockSince { get; private set; }

    /// <summary>When the clock that runs now should have ended.</summary>
    public DateTime? DueAt { get; private set; }

    public long ReceiverTicks { get; private set; }

    public long SenderTicks { get; private set; }

    public long WorkTicks { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>Counts the events; the ETag.</summary>
    public int Version { get; private set; }

    public List<HandoffEvent> Events { get; } = [];

    internal bool IsLive => Status is HandoffStatus.Initiated or HandoffStatus.Returned or HandoffStatus.Accepted;

    internal string ResponsibleTeam => Status is HandoffStatus.Accepted or HandoffStatus.Completed ? ToTeam : FromTeam;

    /// <summary>The team whose clock runs: that which must act now, be it by answering a question.</summary>
    internal string? ClockTeam =>
        Clock switch
        {
            Clock.None => null,
            Clock.Sender => FromTeam,
            _ => ToTeam,
        };

    /// <summary>The blocking question that holds the clock now.</summary>
    internal Question? OpenQuestion => MovedBy(Questions);

    internal bool IsVisibleTo(Caller caller) => caller.Is(FromTeam) || caller.Is(ToTeam) || PassedTeams.Any(caller.Is);

    internal bool IsOverdue(DateTime now) => DueAt is { } due && due < now;

    internal IReadOnlyList<string> AllowedCommands(Caller caller) =>
        [
            .. Command
                .All.Where(command =>
                    command.Listed && command.From.Contains(Status) && command.MayBeGivenBy(caller, FromTeam, ToTeam)
                )
                .Select(command => command.Name),
        ];

    /// <summary>
    /// Why the caller may not give the command now, before its content is looked at. Who may is asked first, the
    /// state after it.
    /// </summary>
    internal Refusal? Refuse(Command command, Caller caller)
    {
        if (!command.MayBeGivenBy(caller, FromTeam, ToTeam))
            return Refusal.Forbidden(command.WhoMay(FromTeam, ToTeam));
        return command.From.Contains(Status) ? null : WrongState(caller, command);
    }

    private Refusal WrongState(Caller caller, Command command)
    {
        var by = Status switch
        {
            HandoffStatus.Accepted when AcceptedBy is not null => $" by {AcceptedBy}",
            HandoffStatus.Completed when CompletedBy is not null => $" by {CompletedBy}",
            _ => "",
        };
        var needed = string.Join(" or ", command.From.Order().Select(Wire));
        return Conflict(
            caller,
            "wrong-state",
            "Wrong state",
            $"Handoff {Id} is {Wire(Status)}{by}; to {command.Name.Replace('_', ' ')} it must be {needed}."
        );
    }

    private Refusal Conflict(Caller caller, string type, string title, string detail) =>
        new(409, type, title, detail) { State = Wire(Status), Allowed = AllowedCommands(caller) };

    /// <summary>Time does not run backwards in a log, even when a machine's clock was set back.</summary>
    private HandoffEvent Record(HandoffChange change, DateTime at, Caller caller, string team)
    {
        var happened = HandoffEvent.Of(Version + 1, change, at < UpdatedAt ? UpdatedAt : at, caller, team);
        Apply(happened, change);
        Events.Add(happened);
        return happened;
    }

    private static string ActingFor(Caller caller, string first, string second) =>
        caller.Teams.ContainsKey(first) || !caller.Teams.ContainsKey(second) ? first : second;

    internal static string Wire(HandoffStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
