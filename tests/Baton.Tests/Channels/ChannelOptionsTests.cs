using Baton.Channels;
using Baton.Channels.Slack;
using Microsoft.Extensions.Configuration;

namespace Baton.Tests.Channels;

public sealed class ChannelOptionsTests
{
    private const string From = "Baton <baton@example.org>";

    [Fact]
    public void Nothing_set_is_no_fault_and_allows_nothing()
    {
        var configuration = Configuration();

        Assert.Empty(ChannelOptions.Faults(configuration));
        Assert.False(ChannelOptions.From(configuration).AllowPrivateTargets);
        Assert.Null(ChannelOptions.From(configuration).Smtp);
    }

    [Theory]
    [InlineData("smtp://mail.example.org", "mail.example.org", 587, null, null, "StartTlsWhenAvailable")]
    [InlineData("smtp://mail.example.org?tls=required", "mail.example.org", 587, null, null, "StartTls")]
    [InlineData("smtp://mail.example.org/?tls=none", "mail.example.org", 587, null, null, "None")]
    [InlineData("smtp://u:p@mail.example.org?tls=starttls", "mail.example.org", 587, "u", "p", "StartTls")]
    [InlineData("smtp://u:p@mail.example.org?tls=none", "mail.example.org", 587, "u", "p", "None")]
    [InlineData("smtps://u:p@mail.example.org?tls=required", "mail.example.org", 465, "u", "p", "SslOnConnect")]
    [InlineData("smtp://mail.example.org:25/", "mail.example.org", 25, null, null, "StartTlsWhenAvailable")]
    [InlineData("smtps://mail.example.org", "mail.example.org", 465, null, null, "SslOnConnect")]
    [InlineData("smtp://u:p@127.0.0.1:2525", "127.0.0.1", 2525, "u", "p", "StartTls")]
    [InlineData("smtps://a%40b.c:p%40s%3As%2F%25%23@[::1]:465", "::1", 465, "a@b.c", "p@s:s/%#", "SslOnConnect")]
    [InlineData("smtp://u:a:b@mail:26", "mail", 26, "u", "a:b", "StartTls")]
    public void A_server_is_read(string url, string host, int port, string? user, string? password, string tls)
    {
        var smtp = ChannelOptions.From(Configuration(url, From)).Smtp!;

        Assert.Equal(
            (host, port, user, password, tls),
            (smtp.Host, smtp.Port, smtp.User, smtp.Password, smtp.Tls.ToString())
        );
        Assert.Equal(("Baton", "baton@example.org"), (smtp.From.Name, smtp.From.Address));
    }

    [Theory]
    [InlineData("mail.example.org:25")]
    [InlineData("http://mail.example.org")]
    [InlineData("smtp://")]
    [InlineData("smtp://u:s3cret@mail:99999")]
    [InlineData("smtp://u:s3cret@mail:0")]
    [InlineData("smtp://u:s3cret@mail/inbox")]
    [InlineData("smtp://u:s3cret@mail?tls=1")]
    [InlineData("smtp://u:s3cret@mail?tls=none&tls=required")]
    [InlineData("smtp://u:s3cret@mail?tls=none&x=1")]
    [InlineData("smtp://u:s3cret@mail?starttls")]
    [InlineData("smtps://u:s3cret@mail?tls=none")]
    [InlineData("smtps://u:s3cret@mail?tls=starttls")]
    [InlineData("smtp://u:s3cret/x@mail")]
    [InlineData("smtp://u:s3cret%@mail")]
    [InlineData("smtp://u@mail")]
    [InlineData("smtp://:s3cret@mail")]
    public void A_wrong_server_is_named_without_its_password(string url)
    {
        var fault = Assert.Single(ChannelOptions.Faults(Configuration(url, From)));

        Assert.StartsWith("BATON_SMTP_URL: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Baton")]
    [InlineData("baton@")]
    [InlineData("a@example.org, b@example.org")]
    public void A_server_needs_a_sender(string? from) =>
        Assert.StartsWith(
            "BATON_MAIL_FROM: ",
            Assert.Single(ChannelOptions.Faults(Configuration("smtp://mail", from))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var configuration = Configuration("mail", "nobody", "perhaps");

        Assert.Equal(
            ["BATON_ALLOW_PRIVATE_TARGETS", "BATON_MAIL_FROM", "BATON_SMTP_URL"],
            ChannelOptions.Faults(configuration).Select(fault => fault.Split(':')[0]).Order()
        );
        Assert.Throws<InvalidOperationException>(() => ChannelOptions.From(configuration));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void Private_targets_are_allowed_by_true_alone(string value, bool allowed) =>
        Assert.Equal(allowed, ChannelOptions.From(Configuration(allowPrivate: value)).AllowPrivateTargets);

    [Theory]
    [InlineData("short", null, null, "BATON_SLACK_SIGNING_SECRET")]
    [InlineData("8f742231b10e8888 abcd99yyyzzz85a5", null, null, "BATON_SLACK_SIGNING_SECRET")]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a5", "xoxp-s3cret", null, "BATON_SLACK_BOT_TOKEN")]
    [InlineData(null, "xoxb-s3cret", null, "BATON_SLACK_SIGNING_SECRET")]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a5", null, "http://slack.com/api", "BATON_SLACK_API_URL")]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a5", null, "slack", "BATON_SLACK_API_URL")]
    public void A_wrong_Slack_app_is_named_without_its_secrets(
        string? secret,
        string? token,
        string? api,
        string setting
    )
    {
        var fault = Assert.Single(SlackOptions.Faults(Slack(secret, token, api)));

        Assert.StartsWith(setting + ": ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("8f74", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Slack_app_is_read()
    {
        var slack = SlackSetup.From(Slack(" 8f742231b10e8888abcd99yyyzzz85a5 ", "xoxb-1", null)).Options!;

        Assert.Equal(
            ("8f742231b10e8888abcd99yyyzzz85a5", "xoxb-1", "https://slack.com/api/"),
            (slack.SigningSecret, slack.BotToken, slack.Api.AbsoluteUri)
        );
        Assert.Equal(
            "https://slack-gov.com/api/",
            SlackSetup
                .From(Slack("8f742231b10e8888abcd99yyyzzz85a5", null, "https://slack-gov.com/api"))
                .Options!.Api.AbsoluteUri
        );
        Assert.Null(SlackSetup.From(Slack(null, null, null)).Options);
    }

    private static IConfiguration Slack(string? secret, string? token, string? api) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["BATON_SLACK_SIGNING_SECRET"] = secret,
                    ["BATON_SLACK_BOT_TOKEN"] = token,
                    ["BATON_SLACK_API_URL"] = api,
                }
            )
            .Build();

    private static IConfiguration Configuration(
        string? smtpUrl = null,
        string? mailFrom = null,
        string? allowPrivate = null
    ) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["BATON_SMTP_URL"] = smtpUrl,
                    ["BATON_MAIL_FROM"] = mailFrom,
                    ["BATON_ALLOW_PRIVATE_TARGETS"] = allowPrivate,
                }
            )
            .Build();
}
