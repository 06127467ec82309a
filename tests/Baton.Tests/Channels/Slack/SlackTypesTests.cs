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

    /// <summary>One run of the compiler sees a wrong one too: so its silence about the others says something.</summary>
    [Fact]
    public async Task Every_message_and_the_dialog_have_the_published_types_and_a_wrong_one_has_not()
    {
        var lines = (await CompileAsync(Right(), Wrong())).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains("error TS2322", StringComparison.Ordinal));
        Assert.All(
            lines.Where(line => !line.StartsWith(' ')), // what is indented explains the line before it
            line => Assert.Matches("wrong\\.ts\\(", line)
        );
    }

    private static string Right()
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
        return script.ToString();
    }

    private static string Wrong()
    {
        var message = SlackMessage.Of(ChannelHost.Message(), []);
        message["blocks"]![0]!["text"]!["type"] = "mrkdwn"; // a header has plain text only
        return $"import type {{ KnownBlock }} from '@slack/types';\nexport const blocks: KnownBlock[] = "
            + $"{message["blocks"]!.ToJsonString()};\n";
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

    private static async Task<string> CompileAsync(string right, string wrong)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Node.Folder, "out", $"{Guid.NewGuid():N}"));
        var (rightFile, wrongFile) = (
            Path.Combine(folder.FullName, "right.ts"),
            Path.Combine(folder.FullName, "wrong.ts")
        );
        await File.WriteAllTextAsync(rightFile, right);
        await File.WriteAllTextAsync(wrongFile, wrong);
        try
        {
            var (exitCode, output) = await Node.RunAsync(
                "",
                "node_modules/typescript/bin/tsc",
                "--noEmit",
                "--strict",
                "--module",
                "nodenext",
                "--moduleResolution",
                "nodenext",
                rightFile,
                wrongFile
            );
            Assert.NotEqual(0, exitCode);
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
