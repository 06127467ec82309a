using System.Net;
using System.Net.Sockets;

namespace Baton.Channels;

/// <summary>The addresses of the public Internet: what the IANA special-purpose registries do not set aside.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] SetAside4 = Parse(
        "0.0.0.0/8", // this network
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16", // private
        "100.64.0.0/10", // carrier-grade NAT
        "127.0.0.0/8", // loopback
        "169.254.0.0/16", // link-local, the metadata of cloud machines too
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24", // documentation
        "192.88.99.0/24", // 6to4 relays
        "198.18.0.0/15", // benchmarks
        "224.0.0.0/4", // multicast
        "240.0.0.0/4"
    ); // reserved, broadcast

    // All else outside of this is loopback, unspecified, link-local, unique local, multicast or not assigned.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SetAside6 = Parse(
        "2001::/23", // protocol assignments, Teredo among them
        "2001:db8::/32",
        "3fff::/20"
    ); // documentation

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    internal static bool Contains(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Any(SetAside4, address),
            AddressFamily.InterNetworkV6 => Contains6(address),
            _ => false,
        };

    private static bool Contains6(IPAddress address)
    {
        // An IPv4 address in the clothes of an IPv6 one reaches the same machine.
        if (address.IsIPv4MappedToIPv6)
            return Contains(address.MapToIPv4());
        if (Nat64.Contains(address))
            return Contains(Embedded(address, 12));
        if (SixToFour.Contains(address))
            return Contains(Embedded(address, 2));
        return GlobalUnicast.Contains(address) && !Any(SetAside6, address);
    }

    private static IPAddress Embedded(IPAddress address, int start) => new(address.GetAddressBytes().AsSpan(start, 4));

    private static bool Any(IPNetwork[] networks, IPAddress address) =>
        Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Parse(params string[] networks) =>
        Array.ConvertAll(networks, network => IPNetwork.Parse(network));
}
