using System.Buffers.Binary;
using System.Net;
using Baton.Channels;
using CsCheck;

namespace Baton.Tests.Channels;

public sealed class PublicAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "this network")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "CGNAT")]
    [InlineData("100.127.255.255", "CGNAT")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("169.254.169.254", "link-local, cloud metadata")]
    [InlineData("192.0.0.8", "protocol assignments")]
    [InlineData("192.0.2.1", "documentation")]
    [InlineData("198.51.100.1", "documentation")]
    [InlineData("203.0.113.1", "documentation")]
    [InlineData("192.88.99.1", "6to4 relay")]
    [InlineData("198.19.255.255", "benchmarks")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("239.255.255.255", "multicast")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::127.0.0.1", "IPv4-compatible")]
    [InlineData("::8.8.8.8", "IPv4-compatible")]
    [InlineData("::ffff:127.0.0.1", "mapped loopback")]
    [InlineData("::ffff:10.1.2.3", "mapped private")]
    [InlineData("::ffff:0:10.1.2.3", "translated")]
    [InlineData("64:ff9b::10.0.0.1", "NAT64 of private")]
    [InlineData("64:ff9b::a9fe:a9fe", "NAT64 of metadata")]
    [InlineData("64:ff9b:1::8.8.8.8", "local NAT64")]
    [InlineData("100::1", "discard")]
    [InlineData("2001::1", "Teredo")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo")]
    [InlineData("2001:2::1", "benchmarks")]
    [InlineData("2001:20::1", "ORCHID")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("3fff:fff::1", "documentation")]
    [InlineData("2002:7f00:1::", "6to4 of loopback")]
    [InlineData("2002:c0a8:101::1", "6to4 of private")]
    [InlineData("5f00::1", "segment routing")]
    [InlineData("fc00::1", "unique local")]
    [InlineData("fd00:ec2::254", "unique local, cloud metadata")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%2", "link-local with scope")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("ff02::1", "multicast")]
    public void Not_public(string address, string why) =>
        Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)), why);

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("128.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:800::200e")]
    [InlineData("2001:200::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void Public(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public void The_class_of_an_IPv4_address_follows_from_its_bits_and_no_clothes_change_it() =>
        Gen.OneOf(Gen.UInt, Gen.Int[0, Edges.Length - 1].Select(edge => Edges[edge]))
            .Sample(
                bits =>
                {
                    var bytes = new byte[4];
                    BinaryPrimitives.WriteUInt32BigEndian(bytes, bits);
                    var expected = !SetAside(bits);
                    return PublicAddresses.Contains(new IPAddress(bytes)) == expected
                        && PublicAddresses.Contains(new IPAddress(bytes).MapToIPv6()) == expected
                        && PublicAddresses.Contains(
                            new IPAddress([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. bytes])
                        ) == expected
                        && PublicAddresses.Contains(new IPAddress([0x20, 0x02, .. bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))
                            == expected;
                },
                iter: 20_000
            );

    [Fact]
    public void Nothing_outside_of_global_unicast_is_public_but_what_wraps_IPv4() =>
        Gen
            .Byte.Array[16]
            .Where(bytes => bytes[0] >> 5 != 1 && bytes[0] != 0)
            .Sample(bytes => !PublicAddresses.Contains(new IPAddress(bytes)), iter: 20_000);

    private static readonly uint[] Edges =
    [
        0x00FFFFFF,
        0x01000000,
        0x09FFFFFF,
        0x0A000000,
        0x0AFFFFFF,
        0x0B000000,
        0x643FFFFF,
        0x64400000,
        0x647FFFFF,
        0x64800000,
        0x7EFFFFFF,
        0x7F000000,
        0x7FFFFFFF,
        0x80000000,
        0xA9FDFFFF,
        0xA9FE0000,
        0xA9FEFFFF,
        0xA9FF0000,
        0xAC0FFFFF,
        0xAC100000,
        0xAC1FFFFF,
        0xAC200000,
        0xBFFFFFFF,
        0xC0000000,
        0xC00000FF,
        0xC0000100,
        0xC0000200,
        0xC00002FF,
        0xC0000300,
        0xC05862FF,
        0xC0586300,
        0xC05863FF,
        0xC0586400,
        0xC0A7FFFF,
        0xC0A80000,
        0xC0A8FFFF,
        0xC0A90000,
        0xC611FFFF,
        0xC6120000,
        0xC613FFFF,
        0xC6140000,
        0xC63363FF,
        0xC6336400,
        0xC63364FF,
        0xC6336500,
        0xCB0070FF,
        0xCB007100,
        0xCB0071FF,
        0xCB007200,
        0xDFFFFFFF,
        0xE0000000,
        0xFFFFFFFF,
    ];

    private static bool SetAside(uint bits)
    {
        var first = bits >> 24;
        var second = (bits >> 16) & 255;
        var third = (bits >> 8) & 255;
        return first is 0 or 10 or 127 or >= 224
            || (first == 100 && second is >= 64 and < 128)
            || (first == 169 && second == 254)
            || (first == 172 && second is >= 16 and < 32)
            || (first == 192 && ((second == 0 && third is 0 or 2) || (second == 88 && third == 99) || second == 168))
            || (first == 198 && (second is 18 or 19 || (second == 51 && third == 100)))
            || (first == 203 && second == 0 && third == 113);
    }
}
