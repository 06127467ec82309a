using Baton.Client;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace Baton.Features.Templates.Fields.Inputs;

/// <summary>What a type of field is asked for with.</summary>
public abstract class InputComponent : Reader
{
    [Parameter, EditorRequired]
    public FieldEntry Entry { get; set; } = null!;

    private protected Field Field => Entry.Field;
}
