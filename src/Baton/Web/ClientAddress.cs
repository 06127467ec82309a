using System.Net;
using System.Net.Sockets;

namespace Baton.Web;

/// <summary>
/// Where a request comes from: the address of the connection, or what a proxy that is trusted says of it.
/// </summary>
internal static class ClientAddress
{
    internal static string Of(HttpContext http) =>
        http.Connection.RemoteIpAddress switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
            var address => address.ToString(),
        };

    /// <summary>
    /// What a limit counts. Whoever has one address of IPv6 has all that begin alike, so those count as one.
    /// </summary>
    internal static string NetworkOf(HttpContext http) =>
        http.Connection.RemoteIpAddress switch
        {
            { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => new IPAddress([
                .. address.GetAddressBytes()[..8],
                .. new byte[8],
            ]).ToString(),
            _ => Of(http),
        };
}
