using Baton.Channels;

namespace Baton.Tests.Channels;

public sealed class TargetUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("https://10.1.2.3:8443/x")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://db.localhost/")]
    public void A_literal_private_address_is_named_unless_it_is_allowed(string url)
    {
        var fault = Assert.Single(TargetUrl.Faults(url, httpsOnly: false, allowPrivate: false));

        Assert.Equal(("url", "rule"), (fault.Field, fault.Code));
        Assert.Contains("BATON_ALLOW_PRIVATE_TARGETS", fault.Message, StringComparison.Ordinal);
        Assert.Empty(TargetUrl.Faults(url, httpsOnly: false, allowPrivate: true));
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData(" ", "missing")]
    [InlineData("hooks.example.org", "type")]
    [InlineData("/hook", "type")]
    [InlineData("ftp://hooks.example.org/", "type")]
    [InlineData("file:///etc/passwd", "type")]
    [InlineData("https://user:pass@hooks.example.org/", "rule")]
    [InlineData("http://hooks.example.org/", "rule")]
    public void What_is_no_address_is_named(string? url, string code) =>
        Assert.Equal(code, Assert.Single(TargetUrl.Faults(url, httpsOnly: true, allowPrivate: false)).Code);

    [Fact]
    public void An_endless_address_is_named() =>
        Assert.Equal(
            "rule",
            Assert
                .Single(
                    TargetUrl.Faults(
                        "https://hooks.example.org/" + new string('a', 2048),
                        httpsOnly: true,
                        allowPrivate: false
                    )
                )
                .Code
        );

    [Theory]
    [InlineData("https://hooks.example.org/a?b=c")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]:8443/")]
    [InlineData("https://bücher.example/")]
    public void An_address_is_taken(string url) =>
        Assert.Empty(TargetUrl.Faults(url, httpsOnly: true, allowPrivate: false));
}
