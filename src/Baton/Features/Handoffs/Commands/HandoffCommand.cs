using System.Collections.Frozen;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// Everything that a door must know of a command on a handoff. Each command is one of these, in a folder of its own,
/// and stands once in <see cref="HandoffCommands"/>; the API, the pages, the command line and Slack are derived from
/// there.
/// </summary>
internal abstract class HandoffCommand
{
    private readonly FrozenSet<HandoffStatus> from;

    private protected HandoffCommand(string name, Side side, IEnumerable<HandoffStatus> from)
    {
        Name = name;
        Side = side;
        this.from = from.ToFrozenSet();
    }

    /// <summary>Its name in the contract and in <c>allowed_commands</c>.</summary>
    internal string Name { get; }

    internal Side Side { get; }

    /// <summary>The states in which it can be given.</summary>
    internal IReadOnlyCollection<HandoffStatus> From => from;

    /// <summary>The state to which it leads, where it leads to another one.</summary>
    internal virtual HandoffStatus? LeadsTo => null;

    /// <summary>
    /// What follows the page of the handoff, where somebody has to say something first; null: it can be given as it
    /// is.
    /// </summary>
    internal virtual string? AsksFirst(Handoff handoff, RequestContext context) =>
        Pages.FirstOrDefault(door => door is { Form: not null, Heading: null })?.Path;

    /// <summary>What it takes where nothing more is said than which revision of the context was seen.</summary>
    internal virtual JsonElement? Plain(int? contextRevision) => null;

    /// <summary>What can come of it.</summary>
    internal abstract IReadOnlyList<EventDescriptor> Events { get; }

    /// <summary>Whether somebody gives it by hand; opening happens by reading.</summary>
    internal virtual bool IsGivenByHand => true;

    /// <summary>Whether a guest, who acts for the receiving team, may give it too.</summary>
    internal virtual bool IsForGuests => false;

    /// <summary>What it is called on a button; the heading of its page says the same.</summary>
    internal abstract string Button(HandoffRecord handoff);

    /// <summary>Where it can be given on the pages of the handoff.</summary>
    internal virtual IReadOnlyList<PageDoor> Pages => [];

    /// <summary>Its drawing beside its words.</summary>
    internal virtual string Icon => "edit";

    /// <summary>Whether it is likely enough to stand beside the menu of the page, not in it.</summary>
    internal virtual bool IsLikely => false;

    /// <summary>Whether it ends the handoff without its being done.</summary>
    internal virtual bool EndsIt => false;

    /// <summary>The component that shows it among the buttons, where that is no link to its form.</summary>
    internal virtual Type? ButtonComponent => null;

    /// <summary>What the command line calls it.</summary>
    internal virtual IReadOnlyList<CliVerb> Verbs => [];

    /// <summary>Its button in Slack.</summary>
    internal virtual SlackDoor? Slack => null;

    /// <summary>Its route of the API; null where another feature takes what comes, such as a file.</summary>
    internal virtual ApiRoute? Api => null;

    /// <summary>Whether there is something to give it for, such as a question to answer.</summary>
    internal virtual bool HasObject(Handoff handoff, Caller caller) => true;

    /// <summary>Whether <c>allowed_commands</c> names it; else another command says that it can be given.</summary>
    internal virtual bool IsListed => true;

    /// <summary>Whether the caller may give it now.</summary>
    internal bool IsOffered(Handoff handoff, Caller caller) =>
        IsGivenByHand
        && handoff.ArchivedMonth is null
        && from.Contains(handoff.Status)
        && Side.Holds(caller, handoff)
        && HasObject(handoff, caller);

    /// <summary>What it takes, as the API and its description name it.</summary>
    internal virtual Type RequestType => throw new NotSupportedException($"{Name} takes no JSON.");

    /// <summary>Reads what it takes, to be given for one handoff after the other.</summary>
    internal virtual Outcome<HandoffPreparation> Read(ReadOnlyMemory<byte> body) =>
        throw new NotSupportedException($"{Name} takes no JSON.");

    /// <summary>Reads what it takes where that is the member <c>body</c> of something larger.</summary>
    internal Outcome<HandoffPreparation> Bind(JsonElement? body)
    {
        var bytes = body is { ValueKind: not JsonValueKind.Null } given
            ? JsonSerializer.SerializeToUtf8Bytes(given)
            : "{}"u8.ToArray();
        return Read(bytes).Refused(out var refusal, out var preparation) ? refusal.Within("body") : preparation;
    }

    /// <summary>Its name within a sentence.</summary>
    internal string Words =>
        Name switch
        {
            "ask" => "ask a question",
            "change_item" => "change its list",
            "decide_disputes" => "decide its disputes",
            "dispute" => "dispute a finding",
            "feedback" => "rate it",
            "flag_gap" => "report a gap",
            "read_back" => "answer the read-back",
            "request_assist" => "ask a team to assist",
            "seen" => "mark it as seen",
            "tick" => "mark a step",
            _ => Name.Replace('_', ' '),
        };
}

/// <summary>The work of a command within one transaction.</summary>
internal delegate Task<Outcome<Handoff>> HandoffWork(BatonDb db, CancellationToken cancellationToken);

/// <summary>Judges a command whose body is read, and gives the work of its transaction.</summary>
internal delegate Task<HandoffWork> HandoffPreparation(
    IDbContextFactory<BatonDb> factory,
    RequestContext context,
    HandoffTarget target,
    CancellationToken cancellationToken
);

/// <summary>A command that the API takes with a body.</summary>
internal abstract class RoutedCommand<TRequest> : HandoffCommand
    where TRequest : class
{
    private protected RoutedCommand(string name, Side side, params IEnumerable<HandoffStatus> from)
        : base(name, side, from) { }

    /// <summary>Judges what must be judged before the transaction, and gives the work of the transaction.</summary>
    internal abstract Task<HandoffWork> PrepareAsync(
        IDbContextFactory<BatonDb> factory,
        RequestContext context,
        HandoffTarget target,
        TRequest request,
        CancellationToken cancellationToken
    );

    internal override Type RequestType => typeof(TRequest);

    internal override Outcome<HandoffPreparation> Read(ReadOnlyMemory<byte> body)
    {
        if (JsonBody.Read<TRequest>(body).Refused(out var refusal, out var request))
            return refusal;
        return new HandoffPreparation(
            (factory, context, target, token) => PrepareAsync(factory, context, target, request, token)
        );
    }
}

/// <summary>A command with the verb that every door shares.</summary>
internal abstract class HandoffCommand<TRequest> : RoutedCommand<TRequest>
    where TRequest : class
{
    private protected HandoffCommand(string name, Side side, params IEnumerable<HandoffStatus> from)
        : base(name, side, from) { }

    internal override Task<HandoffWork> PrepareAsync(
        IDbContextFactory<BatonDb> factory,
        RequestContext context,
        HandoffTarget target,
        TRequest request,
        CancellationToken cancellationToken
    ) => Task.FromResult<HandoffWork>((db, token) => RunAsync(db, context, target, request, token));

    /// <summary>Finds the handoff, lets it decide, and keeps what happened; to be run in a transaction.</summary>
    internal async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        HandoffTarget target,
        TRequest request,
        CancellationToken cancellationToken
    )
    {
        context = context.AtWrite(db);
        if ((await db.FindAsync(context, target.Id)).Refused(out var refusal, out var handoff))
            return refusal;
        if ((handoff.Refuse(this, context.Caller) ?? Faults(handoff, request, context)) is { } refused)
            return refused;
        return await KeepAsync(db, context, handoff, target, request, cancellationToken);
    }

    /// <summary>What is wrong with the request itself.</summary>
    private protected virtual Refusal? Faults(Handoff handoff, TRequest request, RequestContext context) => null;

    /// <summary>Decides: the event that happened, or why not. Pure but for what the context already knows.</summary>
    private protected abstract Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        TRequest request,
        RequestContext context
    );

    private protected virtual Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        TRequest request,
        CancellationToken cancellationToken
    ) => db.KeepAsync(context, handoff, Decide(handoff, target, request, context), cancellationToken);

    /// <summary>A door on the pages, whose form gives the request.</summary>
    private protected PageDoor Page(string path, Func<Web.Pages.Form, TRequest> read) =>
        Page(path, form => (Outcome<TRequest>)read(form));

    /// <summary>A door on the pages, whose form gives the request unless it cannot be read.</summary>
    private protected PageDoor Page(string path, Func<Web.Pages.Form, Outcome<TRequest>> read) =>
        new(
            path,
            async (db, context, target, form, token) =>
                read(form).Refused(out var refusal, out var request)
                    ? refusal
                    : await RunAsync(db, context, target, request, token)
        );
}

/// <summary>The handoff that a command is for, and the part of it, such as the number of a question.</summary>
internal readonly record struct HandoffTarget(long Id, string Part = "")
{
    internal int Number =>
        int.TryParse(Part, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static implicit operator HandoffTarget(long id) => new(id);
}
