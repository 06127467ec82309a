using System.Linq.Expressions;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Attachments;
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
/// One piece of work being passed. The commands on it decide purely: each gives the event that happened, or the
/// reason why not. Only an event changes its state, in its <see cref="HandoffChange.ApplyTo"/>, so that the state is
/// always the fold of its events.
/// </summary>
internal sealed partial class Handoff
{
    private static readonly JsonElement EmptyContext = JsonElement.Parse("{}");

    public long Id { get; internal set; }

    public HandoffStatus Status { get; internal set; }

    public string Template { get; internal set; } = "";

    public int TemplateVersion { get; internal set; }

    public string Title
    {
        get;
        internal set
        {
            field = value;
            TitleHash = TitleHashes.Of(value);
        }
    } = "";

    /// <summary>By which handoffs of the same title are found; null until the server of an upgrade made it.</summary>
    public long? TitleHash { get; private set; }

    public string FromTeam { get; internal set; } = "";

    public string ToTeam { get; internal set; } = "";

    public string? Owner { get; internal set; }

    public string Priority { get; internal set; } = "normal";

    public JsonElement Context { get; internal set; } = EmptyContext;

    public int ContextRevision { get; internal set; }

    public IReadOnlyList<Waiver> Waivers { get; internal set; } = [];

    public IReadOnlyList<Finding> Findings { get; internal set; } = [];

    /// <summary>What was changed since the receiving team read it, and which it has not marked as seen.</summary>
    public IReadOnlyList<Correction> Corrections { get; internal set; } = [];

    public IReadOnlyList<Question> Questions { get; internal set; } = [];

    public IReadOnlyList<Comment> Comments { get; internal set; } = [];

    public IReadOnlyList<ChecklistStep> Checklist { get; internal set; } = [];

    public IReadOnlyList<Gap> Gaps { get; internal set; } = [];

    public IReadOnlyList<Feedback> Feedback { get; internal set; } = [];

    /// <summary>Every waiver, finding and gap there ever was, with what became of a dispute about it.</summary>
    public IReadOnlyList<Defect> Defects { get; internal set; } = [];

    public IReadOnlyList<KeptAttachment> Attachments { get; internal set; } = [];

    /// <summary>Teams that it was rerouted away from.</summary>
    public IReadOnlyList<string> PassedTeams { get; internal set; } = [];

    /// <summary>Teams that were asked to help, oldest first.</summary>
    public IReadOnlyList<Assist> Assists { get; internal set; } = [];

    /// <summary>What became of the items of a shift; null where it is none.</summary>
    public Shift? Shift { get; internal set; }

    public string? ExternalKey { get; internal set; }

    /// <summary>
    /// Fingerprint of what it was created with, to tell a repeated create from another one with the same external
    /// key.
    /// </summary>
    public string? ContentHash { get; internal set; }

    public long? ParentId { get; internal set; }

    /// <summary>The same, where the one whom it was read for may see that handoff too; nobody else learns it.</summary>
    internal long? SeenParentId { get; set; }

    /// <summary>The month with whose history its own was archived, so that it is only read; else null.</summary>
    internal string? ArchivedMonth { get; set; }

    /// <summary>What ties it to others that were handed over to other teams at once.</summary>
    public string? FanOut { get; internal set; }

    /// <summary>Where its values came from; null where somebody wrote all of them when it began.</summary>
    public ContextSources? Provenance { get; internal set; }

    /// <summary>Carried values that are not what their sources have now.</summary>
    public IReadOnlyList<KeptDrift> Drift { get; internal set; } = [];

    public string CreatedBy { get; internal set; } = "";

    public DateTime CreatedAt { get; internal set; }

    public string? InitiatedBy { get; internal set; }

    public DateTime? InitiatedAt { get; internal set; }

    public DateTime? OpenedAt { get; internal set; }

    public string? AcceptedBy { get; internal set; }

    public DateTime? AcceptedAt { get; internal set; }

    public string? CompletedBy { get; internal set; }

    public DateTime? CompletedAt { get; internal set; }

    public string? ReadBack { get; internal set; }

    /// <summary>What the sending team said of the read-back.</summary>
    public ReadBackAnswer? ReadBackAnswer { get; internal set; }

    /// <summary>When the sending team should have said so; it has a clock beside that of the handoff.</summary>
    public DateTime? ReadBackBy { get; internal set; }

    public DateTime? AcceptBy { get; internal set; }

    public DateTime? ResubmitBy { get; internal set; }

    public DateTime? CompleteBy { get; internal set; }

    public bool EverReturned { get; internal set; }

    /// <summary>Whether it was ever handed over with a waiver.</summary>
    public bool Waived { get; internal set; }

    /// <summary>Whether a defect that counts was found after accepting.</summary>
    public bool LateGap { get; internal set; }

    /// <summary>Whether it was returned for a defect that counts.</summary>
    public bool ReturnDefect { get; internal set; }

    /// <summary>How often it was returned.</summary>
    public int Returns { get; internal set; }

    /// <summary>How often it was rerouted.</summary>
    public int Hops { get; internal set; }

    /// <summary>Whether a question waits for the sender to answer it.</summary>
    public bool AsksSender { get; internal set; }

    /// <summary>Whether a question waits for the receiver to answer it.</summary>
    public bool AsksReceiver { get; internal set; }

    /// <summary>Questions that the receiving side asked.</summary>
    public int QuestionsAsked { get; internal set; }

    /// <summary>Questions that an earlier answer saved.</summary>
    public int QuestionsSaved { get; internal set; }

    public int Ratings { get; internal set; }

    public int RatingSum { get; internal set; }

    /// <summary>Whether whoever last accepted or returned it had handed it over themselves.</summary>
    public bool SamePerson { get; internal set; }

    public Clock Clock { get; internal set; }

    public DateTime? ClockSince { get; internal set; }

    /// <summary>When the clock that runs now should have ended.</summary>
    public DateTime? DueAt { get; internal set; }

    public long ReceiverTicks { get; internal set; }

    public long SenderTicks { get; internal set; }

    public long WorkTicks { get; internal set; }

    public DateTime UpdatedAt { get; internal set; }

    /// <summary>Counts the events; the ETag.</summary>
    public int Version { get; internal set; }

    /// <summary>The hash of its last event; null until the server of an upgrade made it.</summary>
    public string? ChainHash { get; internal set; }

    public List<HandoffEvent> Events { get; } = [];

    /// <summary>Whether it is told what changes at the sources of its values: what is over stays as it was.</summary>
    internal bool FollowsSources => IsLive || Status == HandoffStatus.Draft;

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

    /// <summary>Those that this team must act on now, as <see cref="ClockTeam"/> says of one.</summary>
    internal static Expression<Func<Handoff, bool>> HeldBy(string team) =>
        handoff =>
            (handoff.Clock == Clock.Sender && handoff.FromTeam == team)
            || ((handoff.Clock == Clock.Receiver || handoff.Clock == Clock.Work) && handoff.ToTeam == team);

    /// <summary>The blocking question that holds the clock now.</summary>
    internal Question? OpenQuestion => MovedBy(Questions);

    /// <summary>Whether it was ever more than a draft. Until then it is its sending team's alone.</summary>
    internal bool EverInitiated => InitiatedAt is not null;

    /// <summary>Whether the sending team has still to say whether it was understood right.</summary>
    internal bool AwaitsReadBack =>
        Status is HandoffStatus.Accepted or HandoffStatus.Completed && !Blank.Is(ReadBack) && ReadBackAnswer is null;

    internal bool IsVisibleTo(Caller caller) => IsVisible(caller.Is);

    /// <summary>Whether all of a team may see it.</summary>
    internal bool IsVisibleTo(string team) => IsVisible(own => own == team);

    private bool IsVisible(Func<string, bool> isOf) =>
        isOf(FromTeam) || (EverInitiated && (isOf(ToTeam) || OtherTeams.Any(isOf)));

    /// <summary>Teams beside its two that may see it: <see cref="PassedTeam"/> has them for the store.</summary>
    internal IEnumerable<string> OtherTeams => PassedTeams.Concat(AssistingTeams).Distinct();

    /// <summary>Those that help now; a team whose assist is over sees no more of it.</summary>
    internal IEnumerable<string> AssistingTeams => Assists.Where(assist => assist.IsOpen).Select(assist => assist.Team);

    internal bool IsOverdue(DateTime now) => DueAt is { } due && due < now;

    /// <summary>Time does not run backwards in a log, even when a machine's clock was set back.</summary>
    internal HandoffEvent Record(HandoffChange change, DateTime at, Caller caller, string team)
    {
        var moment = at < UpdatedAt ? UpdatedAt : at;
        var happened = HandoffEvent.Of(Version + 1, change, moment, caller, team).After(ChainHash);
        Apply(happened, change);
        Events.Add(happened);
        return happened;
    }

    /// <summary>
    /// The team that the caller acts for: a side of it that they belong to, else the team by which they assist.
    /// </summary>
    internal string ActingTeam(Caller caller, string first, string second) =>
        caller.Teams.ContainsKey(first) || caller.Teams.ContainsKey(second)
            ? ActingFor(caller, first, second)
            : AssistingTeams.FirstOrDefault(caller.Teams.ContainsKey) ?? first;

    internal static string ActingFor(Caller caller, string first, string second) =>
        caller.Teams.ContainsKey(first) || !caller.Teams.ContainsKey(second) ? first : second;

    internal static string Wire(ProvenanceKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    internal static string Wire(HandoffStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
