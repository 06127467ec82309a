using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Baton.Channels.Email;

/// <summary>Renders the HTML of a mail.</summary>
internal sealed class NoticeMailHtml(IServiceProvider services, ILoggerFactory loggers)
{
    internal async Task<string> RenderAsync(NoticeMail mail)
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(NoticeMailPage.Heading)] = mail.Heading,
            [nameof(NoticeMailPage.Sentence)] = mail.Sentence,
            [nameof(NoticeMailPage.Rows)] = mail.Rows,
            [nameof(NoticeMailPage.Links)] = mail.Links,
        });
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<NoticeMailPage>(parameters)).ToHtmlString());
    }
}
