using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;

namespace Baton.Web.Pages;

/// <summary>Parts of the page that is asked for, from <see cref="KeptMarkup"/> or drawn beside it.</summary>
internal sealed class PageParts(
    KeptMarkup memory,
    AntiforgeryStateProvider forms,
    IServiceProvider services,
    ILoggerFactory logs
) : IAsyncDisposable
{
    /// <summary>In a part, what stands for the address of the page; nobody can guess it and write it.</summary>
    internal static readonly string Here = $"here-{Guid.NewGuid():N}";

    /// <summary>For the token of its forms, after which nobody can have written it: it would be encoded.</summary>
    private const string Token = "\uE000";

    private HtmlRenderer? renderer;
    private KeptMarkup.Reading? reading;

    /// <summary>A part that holds no form, as it is kept; null where it is not.</summary>
    internal string? Find(HttpContext http, string name) =>
        memory.Find(reading ??= KeptMarkup.Reading.Of(http.RequestContext()), name);

    /// <param name="http">The request.</param>
    /// <param name="name">Which part, and all that it depends on; null where it is not kept.</param>
    /// <param name="content">Draws it.</param>
    internal async ValueTask<string> TakeAsync(HttpContext http, string? name, RenderFragment content)
    {
        if (name is null)
            return Fill(http, await DrawAsync(http, content));
        reading ??= KeptMarkup.Reading.Of(http.RequestContext());
        if (memory.Find(reading, name) is { } kept)
            return Fill(http, kept);
        var drawn = await DrawAsync(http, content);
        if (forms.GetAntiforgeryToken() is { } token)
            drawn = drawn.Replace(token.Value, Token, StringComparison.Ordinal);
        memory.Keep(reading, name, drawn);
        return Fill(http, drawn);
    }

    private string Fill(HttpContext http, string kept)
    {
        if (kept.Contains(Token, StringComparison.Ordinal) && forms.GetAntiforgeryToken() is { } token)
            kept = kept.Replace(Token, token.Value, StringComparison.Ordinal);
        return kept.Contains(Here, StringComparison.Ordinal)
            ? kept.Replace(
                Here,
                HtmlEncoder.Default.Encode(http.Request.Path + http.Request.QueryString),
                StringComparison.Ordinal
            )
            : kept;
    }

    private Task<string> DrawAsync(HttpContext http, RenderFragment content)
    {
        var drawing = renderer ??= new HtmlRenderer(services, logs);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>
            {
                [nameof(CascadingValue<>.Value)] = http,
                [nameof(CascadingValue<>.ChildContent)] = content,
            }
        );
        return drawing.Dispatcher.InvokeAsync(async () =>
            (await drawing.RenderComponentAsync<CascadingValue<HttpContext>>(parameters)).ToHtmlString()
        );
    }

    public ValueTask DisposeAsync() => renderer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
