using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.Pages;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Links.Pages;

/// <summary>The pages that the links of a mail lead to. To read one changes nothing; its button does.</summary>
internal static class LinkEndpoints
{
    internal static IServiceCollection AddLinks(this IServiceCollection services) =>
        services.AddSingleton<MakeLink>().AddSingleton<UseLink>();

    internal static void MapLinks(this WebApplication app)
    {
        app.MapMethods("/act/{secret}", ["GET", "HEAD"], ShowAsync).ExcludeFromDescription().SpeaksTo(PersonAsync);
        app.MapPost("/act/{secret}", ActAsync).ExcludeFromDescription().SpeaksTo(PersonAsync);
    }

    private static Task<string?> PersonAsync(HttpContext http) =>
        http
            .RequestServices.GetRequiredService<UseLink>()
            .PersonAsync((string)http.GetRouteValue("secret")!, http.RequestAborted);

    private static async Task<IResult> ShowAsync(HttpContext http, string secret, UseLink links)
    {
        Guard(http);
        var found = await links.LookAsync(secret, http.RequestAborted);
        return Answer(
            LinkView.Of(found, http.Request.Query["do"].ToString() == LinkView.Return),
            found.Refusal?.Status ?? 200
        );
    }

    private static async Task<IResult> ActAsync(HttpContext http, string secret, UseLink links)
    {
        Guard(http);
        var form = http.Request.HasFormContentType
            ? await http.Request.ReadFormAsync(http.RequestAborted)
            : FormCollection.Empty;
        var inputs = form.Where(input => !Blank.Is(input.Value))
            .ToDictionary(input => input.Key, input => input.Value.ToString());
        return inputs.GetValueOrDefault("do") switch
        {
            LinkView.Accept => await AcceptAsync(http, secret, inputs, links),
            LinkView.Return => await ReturnAsync(http, secret, inputs, links),
            _ => await ShowAsync(http, secret, links),
        };
    }

    private static async Task<IResult> AcceptAsync(
        HttpContext http,
        string secret,
        Dictionary<string, string> inputs,
        UseLink links
    )
    {
        var done = await links.AcceptAsync(secret, inputs.GetValueOrDefault("read_back"), http.RequestAborted);
        return await AnswerAsync(
            http,
            secret,
            links,
            done,
            inputs,
            done.Refusal is { } refusal ? [refusal.Detail] : []
        );
    }

    private static async Task<IResult> ReturnAsync(
        HttpContext http,
        string secret,
        Dictionary<string, string> inputs,
        UseLink links
    )
    {
        var read = FindingInputs.Read(inputs);
        if (read.Faults.Count > 0)
            return await AnswerAsync(
                http,
                secret,
                links,
                Refusal.Invalid(
                    "findings",
                    "missing",
                    T("Choose a field and what is wrong with it for every finding.")
                ),
                inputs,
                [.. read.Faults.Values]
            );
        var done = await links.ReturnAsync(secret, read.Findings, http.RequestAborted);
        return await AnswerAsync(
            http,
            secret,
            links,
            done,
            inputs,
            done.Refusal is { } refusal ? [.. read.FaultsOf(refusal).Values] : []
        );
    }

    /// <summary>
    /// What was done; or the form again, with what was put in and what is wrong with it; or why the link is good for
    /// nothing.
    /// </summary>
    private static async Task<IResult> AnswerAsync(
        HttpContext http,
        string secret,
        UseLink links,
        Outcome<LinkedHandoff> done,
        Dictionary<string, string> inputs,
        IReadOnlyList<string> faults
    )
    {
        if (!done.Refused(out var refusal, out var acted))
            return Answer(LinkView.Done(acted.Handoff, acted.RequestContext.Catalog), 200);
        var found = await links.LookAsync(secret, http.RequestAborted);
        var view = LinkView.Of(found, inputs["do"] == LinkView.Return);
        return found.Refusal is { } gone
            ? Answer(view, gone.Status)
            : Answer(view with { Faults = faults, Inputs = inputs }, refusal.Status);
    }

    private static RazorComponentResult<LinkPage> Answer(LinkView view, int status) =>
        new(new { Model = view }) { StatusCode = status };

    /// <summary>
    /// The address is the key: it goes into no cache and no index (and, by <c>Web/Headers.cs</c>, to no other site).
    /// </summary>
    private static void Guard(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
    }
}
