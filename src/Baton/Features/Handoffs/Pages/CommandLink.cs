using Baton.Features.Handoffs.Commands;

namespace Baton.Features.Handoffs.Pages;

/// <summary>The way to a command that needs words first. Public because Razor makes components public.</summary>
/// <param name="Path">The page that asks for them.</param>
/// <param name="Icon">Its drawing.</param>
/// <param name="Words">What it says.</param>
/// <param name="IsShown">Whether it is likely enough to stand beside the menu.</param>
/// <param name="IsDanger">Whether it ends the handoff.</param>
public sealed record CommandLink(string Path, string Icon, string Words, bool IsShown, bool IsDanger)
{
    /// <summary>Those that the reader of a handoff has.</summary>
    internal static IEnumerable<CommandLink> Of(HandoffView view) =>
        from command in HandoffCommands.All
        where view.May(command.Name) && command.ButtonComponent is null
        from door in command.Pages
        where door.Form is not null && door.Heading is null
        select new CommandLink(
            view.Path + door.Path,
            command.Icon,
            T("{0}…", command.Button(view.Handoff)),
            command.IsLikely,
            command.EndsIt
        );
}
