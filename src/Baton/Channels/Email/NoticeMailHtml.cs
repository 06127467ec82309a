using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Baton.Channels.Email;

/// <summary>Renders the HTML of a mail.</summary>
internal sealed class NoticeMailHtml(IServiceProvider services, ILoggerFactory loggers)
{
    internal Task<string> RenderAsync(NoticeMail mail) =>
        RenderAsync<NoticeMailPage>(new Dictionary<string, object?> { [nameof(NoticeMailPage.Model)] = mail });

    internal Task<string> RenderAsync(Digest digest) =>
        RenderAsync<DigestMailPage>(new Dictionary<string, object?> { [nameof(DigestMailPage.Model)] = digest });

    private async Task<string> RenderAsync<TPage>(Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );
    }
}
