using System.Text;
using System.Text.Json.Nodes;
using Baton.Channels;
using Baton.Channels.Slack;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.Reading;
using Baton.Tests.App;

namespace Baton.Tests.Channels.Slack;

/// <summary>
/// The published types of Slack take every message and the dialog, as the TypeScript compiler sees it.
/// </summary>
public sealed class SlackTypesTests
{
    private static readonly SlackOptions WithDialogs = new()
    {
        SigningSecret = "s",
        BotToken = "xoxb-1",
        Api = new Uri("https://slack.com/api/"),
    };
    private static readonly SlackOptions WithoutDialogs = new()
    {
        SigningSecret = "s",
        Api = new Uri("https://slack.com/api/"),
    };

    [Fact]
    public async Task Every_message_and_the_dialog_have_the_published_types()
    {
        var script = new StringBuilder("import type { KnownBlock, ModalView } from '@slack/types';\n");
        var messages = Messages().ToList();
        foreach (var (i, message) in messages.Index())
            script.AppendLine(
                System.Globalization.CultureInfo.InvariantCulture,
                $"export const message{i}: {{ text: string, blocks: KnownBlock[] }} = {message.ToJsonString()};"
            );
        var view = SlackReturnView.Of(
            "Acme GmbH",
            "http://localhost/handoffs/1",
            [new Field { Key = "client_name", Label = "Client" }, new Field { Key = "goals" }],
            "{}",
            FindingInputs.Most,
            FindingInputs.Name
        );
        script.AppendLine(
            System.Globalization.CultureInfo.InvariantCulture,
            $"export const view: ModalView & {{ blocks: KnownBlock[] }} = {view.ToJsonString()};"
        );
        Assert.True(messages.Count > 3 * NoticeKinds.All.Count);
        Assert.Equal((0, ""), await CompileAsync(script.ToString()));
    }

    [Fact]
    public async Task The_compiler_would_see_a_wrong_one()
    {
        var message = SlackMessage.Of(ChannelHost.Message(), []);
        message["blocks"]![0]!["text"]!["type"] = "mrkdwn"; // a header has plain text only
        var (exitCode, output) = await CompileAsync(
            $"import type {{ KnownBlock }} from '@slack/types';\nexport const blocks: KnownBlock[] = "
                + $"{message["blocks"]!.ToJsonString()};\n"
        );
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error TS2322", output);
    }

    private static IEnumerable<JsonObject> Messages()
    {
        foreach (var kind in NoticeKinds.All.Concat([Kinds.ChannelDisabled, Kinds.ChannelTest]))
        {
            var message = ChannelHost.Message(kind);
            var asking = message with { Status = "initiated", Told = message.ToTeam };
            yield return SlackMessage.Of(message, SlackButtons.Of(message, WithDialogs));
            yield return SlackMessage.Of(asking, SlackButtons.Of(asking, WithDialogs));
            yield return SlackMessage.Of(asking, SlackButtons.Of(asking, WithoutDialogs));
            yield return SlackMessage.Of(message with { HandoffId = 0 }, []);
        }

        foreach (var count in (int[])[2, 500])
            yield return SlackDigest.Of(
                Digest.Of(
                    [
                        .. Enumerable
                            .Range(1, count)
                            .Select(i =>
                                ChannelHost.Message() with
                                {
                                    DeliveryId = $"msg_{i}",
                                    HandoffId = i,
                                    Title = new string('&', 200),
                                }
                            ),
                    ],
                    "http://localhost/"
                )
            );
        yield return SlackMessage.Closed(
            "Somebody handed over “A &amp; B”.",
            "It is accepted by bob.",
            "http://localhost/handoffs/1"
        );
    }

    private static async Task<(int ExitCode, string Output)> CompileAsync(string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Node.Folder, "out"));
        var file = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.ts");
        await File.WriteAllTextAsync(file, script);
        try
        {
            return await Node.RunAsync(
                "",
                "node_modules/typescript/bin/tsc",
                "--noEmit",
                "--strict",
                "--module",
                "nodenext",
                "--moduleResolution",
                "nodenext",
                file
            );
        }
        finally
        {
            File.Delete(file);
        }
    }
}
