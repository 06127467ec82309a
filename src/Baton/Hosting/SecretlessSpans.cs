using System.Diagnostics;
using Baton.Web;
using OpenTelemetry;

namespace Baton.Hosting;

/// <summary>
/// Takes addresses out of traces before they leave: in ours the path may be the link of a guest, in those we call it
/// may be the webhook of a team. What is left is the route of a request, and the host of a call.
/// </summary>
internal sealed class SecretlessSpans : BaseProcessor<Activity>
{
    private const string Route = "http.route";

    private static readonly string[] Paths = ["url.path", "http.target"];
    private static readonly string[] Addresses = ["url.full", "http.url"];
    private static readonly string[] Queries = ["url.query"];

    public override void OnEnd(Activity data)
    {
        foreach (var path in Paths.Where(path => data.GetTagItem(path) is not null))
            data.SetTag(path, data.GetTagItem(Route) ?? RouteNames.None);
        foreach (var address in Addresses)
        {
            if (data.GetTagItem(address) is string full)
                data.SetTag(
                    address,
                    Uri.TryCreate(full, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null
                );
        }

        foreach (var query in Queries)
            data.SetTag(query, null);
    }
}
