using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Baton.Web.Pages;

/// <summary>A part of a page that is not drawn anew each time: see <see cref="KeptMarkup"/>.</summary>
public sealed class Kept : Reader
{
    private MarkupString markup;

    /// <summary>Which part, and what of the address it depends on.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    [Inject]
    private PageParts Parts { get; set; } = null!;

    protected override async Task OnParametersSetAsync() =>
        markup = (MarkupString)await Parts.TakeAsync(Http, Name, ChildContent);

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, markup);
}
