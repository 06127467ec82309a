using System.Text.Json;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace Baton.Features.Templates.Fields.Views;

/// <summary>
/// Shows a value as its type reads best. What is of another type than its field says is shown as text.
/// </summary>
public abstract class ViewComponent : Reader
{
    [Parameter, EditorRequired]
    public JsonElement Value { get; set; }

    private protected string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    private protected string Plain => ValueText.Of(Value);
}
