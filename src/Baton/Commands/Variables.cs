using Baton.Channels;
using Baton.Channels.Slack;
using Baton.Features.Attachments.Files;
using Baton.Features.SignIn;
using Baton.Features.Templates.Fields;
using Baton.Hosting;
using Baton.Storage;
using Baton.Storage.Keys;
using Baton.Web;

namespace Baton.Commands;

/// <summary>
/// Every variable of the environment that the program reads, as <c>docs/configuration.md</c> lists them.
/// </summary>
internal static class Variables
{
    internal static readonly IReadOnlyList<(string Section, IReadOnlyList<Variable> Variables)> All =
    [
        (
            "The server",
            [
                .. Store.Variables,
                ServeCommand.Variable,
                BaseUrl.Variable,
                DrainOptions.Variable,
                StorageOptions.ListenVariable,
                StorageOptions.ReadVariable,
                KeySeal.Variable,
            ]
        ),
        (
            "Limits and the network",
            [.. RateLimitOptions.Variables, ProxyOptions.Variable, StatementTimeout.Variable, Telemetry.Variable]
        ),
        ("Email and webhooks", ChannelOptions.Variables),
        ("Handoffs and their files", [CurrencyOptions.Variable, .. AttachmentOptions.Variables, FilesOptions.Variable]),
        ("Signing in with OpenID Connect", OidcOptions.Variables),
        ("Acting in Slack", SlackOptions.Variables),
        ("The command line", Server.Variables),
    ];
}
