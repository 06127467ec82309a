using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Channels.Slack;
using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.AspNetCore.Http;

namespace Baton.Tests.Channels.Slack;

/// <summary>
/// Slack as it publishes itself: an incoming webhook, the two methods of its API that Baton calls, and answers to
/// clicks. What breaks its rules fails the test.
/// </summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    internal const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    internal const string BotToken = "xoxb-17653672481-19874698323";

    private readonly Receiver server;

    private FakeSlack(Receiver server) => this.server = server;

    /// <summary>What users.info answers, by member id.</summary>
    internal ConcurrentDictionary<string, string> Users { get; } = new();

    /// <summary>What views.open answers.</summary>
    internal string OpensView { get; set; } = """{"ok": true}""";

    internal string Hook => server.Url;

    internal string ResponseUrl => new Uri(new Uri(server.Url), "/response/T1/1").AbsoluteUri;

    internal IReadOnlyList<JsonElement> Messages => Of("/hook");

    internal IReadOnlyList<JsonElement> Answers => Of("/response/T1/1");

    internal IReadOnlyList<JsonElement> Views => Of("/api/views.open");

    internal IReadOnlyList<ReceivedRequest> Requests => server.Requests;

    internal static async Task<FakeSlack> StartAsync()
    {
        FakeSlack? slack = null;
        var server = await Receiver.StartAsync(context => slack!.AnswerAsync(context));
        return slack = new FakeSlack(server);
    }

    internal Dictionary<string, string?> Settings(bool token = true) =>
        new()
        {
            ["BATON_SLACK_SIGNING_SECRET"] = SigningSecret,
            ["BATON_SLACK_BOT_TOKEN"] = token ? BotToken : null,
            ["BATON_SLACK_API_URL"] = new Uri(new Uri(server.Url), "/api").AbsoluteUri,
        };

    /// <summary>The value of a button of the newest message.</summary>
    internal string ValueOf(string action) =>
        Buttons(Messages[^1])
            .Single(button => button.GetProperty("action_id").GetString() == action)
            .GetProperty("value")
            .GetString()!;

    internal static IEnumerable<JsonElement> Buttons(JsonElement message) =>
        message
            .GetProperty("blocks")
            .EnumerateArray()
            .Where(block => block.GetProperty("type").GetString() == "actions")
            .SelectMany(block => block.GetProperty("elements").EnumerateArray());

    internal Task<Answered> ClickAsync(BatonApp app, string user, string action, string value) =>
        SendAsync(
            app,
            new
            {
                type = "block_actions",
                user = new
                {
                    id = user,
                    username = "somebody",
                    team_id = "T1",
                },
                team = new { id = "T1", domain = "acme" },
                trigger_id = "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
                response_url = ResponseUrl,
                message = Messages[^1],
                actions = new[]
                {
                    new
                    {
                        action_id = action,
                        block_id = "x1",
                        type = "button",
                        value,
                        action_ts = "1548426417.840180",
                    },
                },
            }
        );

    /// <summary>Presses the button of the dialog that was opened last.</summary>
    internal Task<Answered> SubmitAsync(BatonApp app, string user, params (string Block, string Value)[] inputs)
    {
        var view = Views[^1].GetProperty("view");
        var values = view.GetProperty("blocks")
            .EnumerateArray()
            .Where(block => block.GetProperty("type").GetString() == "input")
            .ToDictionary(
                block => block.GetProperty("block_id").GetString()!,
                block => new Dictionary<string, object>
                {
                    [block.GetProperty("element").GetProperty("action_id").GetString()!] = State(
                        block,
                        inputs.FirstOrDefault(input => input.Block == block.GetProperty("block_id").GetString()).Value
                    ),
                }
            );
        return SendAsync(
            app,
            new
            {
                type = "view_submission",
                user = new { id = user, team_id = "T1" },
                team = new { id = "T1" },
                view = new
                {
                    id = "V1",
                    type = "modal",
                    callback_id = view.GetProperty("callback_id").GetString(),
                    private_metadata = view.GetProperty("private_metadata").GetString(),
                    state = new { values },
                },
            }
        );
    }

    internal static Task<Answered> SendAsync(BatonApp app, object payload, string? secret = null, int secondsAgo = 0)
    {
        var body = "payload=" + Uri.EscapeDataString(JsonSerializer.Serialize(payload));
        var timestamp = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - secondsAgo).ToString(
            CultureInfo.InvariantCulture
        );
        return app.SendAsync(
            null,
            HttpMethod.Post,
            "integrations/slack/actions",
            body,
            ("X-Slack-Request-Timestamp", timestamp),
            ("X-Slack-Signature", SlackSignature.Of(secret ?? SigningSecret, timestamp, Encoding.UTF8.GetBytes(body)))
        );
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static object State(JsonElement block, string? value) =>
        block.GetProperty("element").GetProperty("type").GetString() == "static_select"
            ? new { type = "static_select", selected_option = value is null ? null : new { value } }
            : new { type = "plain_text_input", value };

    private IReadOnlyList<JsonElement> Of(string path) =>
        [.. server.Requests.Where(request => request.Path == path).Select(request => JsonElement.Parse(request.Body))];

    private Task AnswerAsync(HttpContext context)
    {
        var request = server.Requests[^1];
        switch (context.Request.Path.Value)
        {
            case "/hook":
                return context.Response.WriteAsync(
                    BlockKit.Faults(JsonElement.Parse(request.Body)) is { Count: > 0 } faults
                        ? string.Join('\n', faults)
                        : "ok"
                );
            case "/response/T1/1":
                return context.Response.WriteAsync("ok");
            case "/api/users.info"
                when IsAuthorized(context) && context.Request.ContentType == "application/x-www-form-urlencoded":
                return context.Response.WriteAsync(
                    Users.GetValueOrDefault(
                        request.Text.Replace("user=", "", StringComparison.Ordinal),
                        """{"ok": false, "error": "user_not_found"}"""
                    )
                );
            case "/api/views.open"
                when IsAuthorized(context) && context.Request.ContentType == "application/json; charset=utf-8":
                return context.Response.WriteAsync(OpensView);
            default:
                return context.Response.WriteAsync("""{"ok": false, "error": "not_authed"}""");
        }
    }

    private static bool IsAuthorized(HttpContext context) =>
        context.Request.Headers.Authorization == $"Bearer {BotToken}";
}
