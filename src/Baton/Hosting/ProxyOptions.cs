using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Baton.Hosting;

/// <summary>
/// Which proxies are believed when they say where a request came from, and by which scheme. Left out: none.
/// </summary>
internal sealed record ProxyOptions
{
    internal const string Setting = "BATON_TRUSTED_PROXIES";

    internal static readonly Variable Variable = new(
        Setting,
        "The reverse proxies in front of Baton, as addresses or ranges, separated by commas. Baton trusts "
            + "`X-Forwarded-For` and `X-Forwarded-Proto` only from them. Without it, everybody behind a proxy shares "
            + "the proxy's address in limits and in the audit log",
        "10.0.0.5, 172.16.0.0/12"
    );

    internal required IReadOnlyList<IPNetwork> Networks { get; init; }

    internal static ProxyOptions From(IConfiguration configuration) =>
        new() { Networks = [.. Parts(configuration).Select(Parse).OfType<IPNetwork>()] };

    internal static IEnumerable<string> Faults(IConfiguration configuration) =>
        Parts(configuration)
            .Where(part => Parse(part) is null)
            .Select(part =>
                $"{Setting} must be addresses or ranges of proxies such as 10.0.0.5 or 172.16.0.0/12, "
                + $"separated by commas, and must not cover every address; '{part}' is not allowed."
            );

    private static string[] Parts(IConfiguration configuration) =>
        (configuration[Setting] ?? "").Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static IPNetwork? Parse(string part)
    {
        if (IPAddress.TryParse(part, out var address))
            return part.Contains(':') || part.Count(sign => sign == '.') == 3
                ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : null;
        return IPNetwork.TryParse(part, out var network) && network.PrefixLength > 0 ? network : null;
    }
}

internal static class TrustedProxies
{
    /// <summary>
    /// From the right of the header each address is taken off that is a trusted proxy; the next is where the request
    /// came from.
    /// </summary>
    internal static void UseTrustedProxies(this WebApplication app)
    {
        var options = ProxyOptions.From(app.Configuration);
        if (options.Networks.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.Networks)
            forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }
}
