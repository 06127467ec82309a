namespace Baton.Web;

/// <summary>Where a request comes from: the address of the connection, or what a proxy that is trusted says of it.</summary>
internal static class ClientAddress
{
    internal static string Of(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        var address => address.ToString(),
    };
}
