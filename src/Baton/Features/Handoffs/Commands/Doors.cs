using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Where the API takes a command.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What follows the handoff, such as <c>/questions/{n:int}/answer</c>.</param>
/// <param name="Summary">What it does, in the API description.</param>
internal sealed record ApiRoute(string Method, string Path, string Summary);

/// <summary>The verb of a command, as a form of a page calls it.</summary>
internal delegate Task<Outcome<Handoff>> FormVerb(
    BatonDb db,
    RequestContext context,
    HandoffTarget target,
    Form form,
    CancellationToken cancellationToken
);

/// <summary>Where a command is given on the pages of a handoff.</summary>
/// <param name="Path">What follows the page of the handoff.</param>
/// <param name="RunAsync">What a POST to it does.</param>
internal sealed record PageDoor(string Path, FormVerb RunAsync)
{
    /// <summary>The component that asks for words first; null where the page of the handoff itself asks.</summary>
    internal Type? Form { get; init; }

    /// <summary>What the form is about, where that is not what the button of the command says.</summary>
    internal Func<string>? Heading { get; init; }

    /// <summary>What happens when it is sent, shown above the form.</summary>
    internal Func<CommandSubject, string> Meaning { get; init; } = _ => "";

    /// <summary>Whether guests have it too, where they may give the command.</summary>
    internal bool IsForGuests { get; init; } = true;

    /// <summary>Which part of the handoff the form is about, where the path does not say.</summary>
    internal Func<Form, string>? Part { get; init; }
}

/// <summary>A verb of the command line.</summary>
/// <param name="Name">What follows <c>baton handoff</c>.</param>
/// <param name="Description">What it does, with an example.</param>
/// <param name="Symbols">Its arguments and options but for the handoff's number.</param>
/// <param name="SendAsync">Asks the server.</param>
internal sealed record CliVerb(string Name, string Description, IReadOnlyList<Symbol> Symbols, CliSend SendAsync)
{
    /// <summary>What came of it; null: what the handoff is now, and who is to do what.</summary>
    internal Func<ParseResult, HandoffRecord, string>? Say { get; init; }

    /// <summary>Whether it is refused when the handoff changed since a version that is named.</summary>
    internal bool TakesVersion { get; init; }

    /// <summary>What is wrong with the options together.</summary>
    internal Action<System.CommandLine.Parsing.CommandResult>? Validate { get; init; }
}

/// <summary>Sends a command to the server.</summary>
internal delegate Task<HandoffRecord> CliSend(
    ParseResult parsed,
    BatonClient api,
    long id,
    int? version,
    CancellationToken cancellationToken
);

/// <summary>The button of a command under a notice in Slack.</summary>
/// <param name="Action">Its id; it stands in messages that were sent long ago, so it never changes.</param>
/// <param name="Words">What it says.</param>
/// <param name="PressAsync">What a click does; null where it opens a dialog for words first.</param>
internal sealed record SlackDoor(string Action, string Words, SlackPress? PressAsync = null)
{
    /// <summary>The notices under which it stands.</summary>
    internal Func<Message, bool> IsUnder { get; init; } = message => message.AsksToAccept;
}

/// <summary>Gives a command for the revision of the context that the clicker saw.</summary>
internal delegate Task<Outcome<Handoff>> SlackPress(
    BatonDb db,
    RequestContext context,
    long id,
    int revision,
    CancellationToken cancellationToken
);
