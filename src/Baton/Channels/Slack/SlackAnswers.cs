using System.Text.Json.Nodes;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Channels.Slack;

/// <summary>What a click is answered with: at once, and after that.</summary>
internal sealed record SlackAnswer(JsonObject? Body = null, Func<CancellationToken, Task>? Later = null)
{
    internal static SlackAnswer Nothing { get; } = new();
}

/// <summary>Puts what came of a click into the channel, or into the clicker's eyes alone.</summary>
internal sealed class SlackAnswers(SlackClient slack, BaseUrl baseUrl)
{
    /// <summary>The message says what happened, in place of what it asked for.</summary>
    internal SlackAnswer Happened(string? responseUrl, Handoff handoff, Catalog catalog)
    {
        Languages.SpeakTo(catalog, null); // the channel reads it
        var message = SlackMessage.Of(
            NoticeMessages.Of(handoff.Events, handoff, catalog, baseUrl.Value) with
            {
                Zone = Pacing.ZoneOf(catalog, handoff.ToTeam, null),
            },
            []
        );
        message["replace_original"] = true;
        return new SlackAnswer(Later: token => slack.AnswerAsync(responseUrl, message, token));
    }

    /// <summary>
    /// Only the clicker is told why not. Where there is nothing more to do in the message, it says so to everybody.
    /// </summary>
    internal SlackAnswer Refused(SlackClick click, long handoff, Refusal refusal)
    {
        var privately = Privately($"{refusal.Detail} {UrlOf(handoff)}");
        if (refusal.Status != 409 || click.Text is null)
            return new SlackAnswer(Later: token => slack.AnswerAsync(click.ResponseUrl, privately, token));
        var closed = SlackMessage.Closed(click.Text, refusal.Detail, UrlOf(handoff));
        closed["replace_original"] = true;
        return new SlackAnswer(Later: async token =>
        {
            await slack.AnswerAsync(click.ResponseUrl, privately, token);
            await slack.AnswerAsync(click.ResponseUrl, closed, token);
        });
    }

    /// <summary>Opens a dialog; where that fails, shows the clicker the way to the page.</summary>
    internal SlackAnswer Dialog(SlackClick click, long handoff, JsonObject view) =>
        new(Later: async token =>
        {
            if (await slack.OpenViewAsync(click.Trigger ?? "", view, token) is { } fault)
                await slack.AnswerAsync(
                    click.ResponseUrl,
                    Privately(T("The dialog could not be opened. {0} Return it in Baton: {1}", fault, UrlOf(handoff))),
                    token
                );
        });

    internal string UrlOf(long handoff) => HandoffRecords.UrlOf(handoff, baseUrl.Value);

    private static JsonObject Privately(string text) =>
        new()
        {
            ["response_type"] = "ephemeral",
            ["replace_original"] = false,
            ["text"] = SlackMessage.Escape(text, 3000),
        };
}
