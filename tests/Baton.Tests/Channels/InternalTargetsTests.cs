using System.Text.Json;
using Baton.Tests.App;

namespace Baton.Tests.Channels;

/// <summary>
/// Addresses inside the operator's network, in every spelling, at every door that takes an address to call.
/// </summary>
public sealed class InternalTargetsTests : IAsyncLifetime
{
    private static readonly string[] Hosts =
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.255.255.254",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "0",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "0xa.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.168.1",
        "3232235777",
        "100.64.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "2852039166",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[::127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[2002:c0a8:101::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001:db8::1]",
        "[100::1]",
        "127。0。0。1",
    ];

    private BatonApp app = null!;
    private Cast cast = null!;

    public async ValueTask InitializeAsync()
    {
        app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_ALLOW_PRIVATE_TARGETS"] = "false" }
        );
        cast = await app.CastAsync();
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    public async Task The_api_refuses_them_all(string type)
    {
        foreach (var host in Hosts)
        {
            var body = JsonSerializer.Serialize(
                new { channels = new[] { new { type, url = $"https://{host}/hook" } } }
            );
            var answer = await app.SendAsync(cast.Ben, HttpMethod.Put, $"api/v1/teams/{cast.Receiver}", body);
            Assert.True(answer.Status == 422, $"{type} at {host}: {answer.Status} {answer.Body}");
            Assert.Equal("channels[0].url", Assert.Single(answer.Problem.Errors!).Field);
        }

        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    public async Task The_page_refuses_them_all(string type)
    {
        using var ben = await app.VisitAsync(cast.Ben);
        var form = (await ben.GetAsync($"/teams/{cast.Receiver}/notifications"))
            .Document.QuerySelector("[name=form]")!
            .GetAttribute("value")!;
        foreach (var host in Hosts)
        {
            var seen = await ben.PostAsync(
                $"/teams/{cast.Receiver}/channels",
                [("form", form), ("type", type), ("to", $"https://{host}/hook"), ("delivery", "immediate")]
            );
            Assert.True(seen.Status == 422, $"{type} at {host}: {seen.Status}");
        }

        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
