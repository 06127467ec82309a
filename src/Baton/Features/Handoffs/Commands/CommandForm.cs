using Baton.Client;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The inputs of a command that needs words. Public because Razor makes components public.</summary>
public abstract class CommandForm : Reader
{
    [Parameter, EditorRequired]
    public CommandSubject View { get; set; } = null!;

    /// <summary>What was typed before, where it was refused.</summary>
    [Parameter]
    public IFormCollection Typed { get; set; } = FormCollection.Empty;

    [Parameter]
    public IReadOnlyList<FieldError> Faults { get; set; } = [];
}

/// <summary>How a command looks among the buttons of a handoff, where it is more than a link to its form.</summary>
public abstract class CommandButton : Reader
{
    [Parameter, EditorRequired]
    public CommandSubject View { get; set; } = null!;
}
