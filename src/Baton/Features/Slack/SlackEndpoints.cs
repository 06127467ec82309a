using Baton.Channels;
using Baton.Channels.Slack;
using Baton.Web;
using Answer = Baton.Web.Answer;

namespace Baton.Features.Slack;

/// <summary>What people click in Slack.</summary>
internal static class SlackEndpoints
{
    internal static IServiceCollection AddSlack(this IServiceCollection services) =>
        services
            .AddSingleton<SlackPeople>()
            .AddSingleton<SlackAnswers>()
            .AddSingleton<AcceptInSlack>()
            .AddSingleton<ReturnInSlack>();

    internal static void MapSlack(this WebApplication app) =>
        app.MapPost("/integrations/slack/actions", ContextAsync).ExcludeFromDescription();

    private static async Task ContextAsync(
        HttpContext http,
        ChannelOptions options,
        AcceptInSlack accept,
        ReturnInSlack giveBack,
        TimeProvider time
    )
    {
        if (options.Slack is not { } slack)
        {
            await Problems.WriteAsync(
                http,
                new Refusal(
                    404,
                    "not-found",
                    "Not found",
                    $"Nobody can act in Slack here: {SlackOptions.SigningSecretKey} is not set."
                )
            );
            return;
        }

        var body = await http.ReadBodyAsync();
        var headers = http.Request.Headers;
        if (
            !SlackSignature.IsValid(
                slack.SigningSecret,
                headers["X-Slack-Request-Timestamp"].ToString(),
                body.Span,
                headers["X-Slack-Signature"].ToString(),
                time.GetUtcNow()
            )
        )
        {
            await Problems.WriteAsync(
                http,
                new Refusal(
                    401,
                    "unauthorized",
                    "Not signed by Slack",
                    "The request is not signed with the signing secret, or not of the last five minutes."
                )
            );
            return;
        }

        if (SlackClick.Read(body.Span) is not { } click)
        {
            await Problems.WriteAsync(
                http,
                new Refusal(400, "bad-request", "The request is wrong", "This is no interaction of Slack.")
            );
            return;
        }

        // What it does is committed before the answer; only what the eye sees comes after it.
        var answer = click.Action switch
        {
            SlackButtons.Accept => await accept.RunAsync(click, http.RequestAborted),
            SlackButtons.Return => await giveBack.AskAsync(click, http.RequestAborted),
            SlackReturnView.CallbackId => await giveBack.RunAsync(click, http.RequestAborted),
            _ => SlackAnswer.Nothing,
        };
        if (answer.Later is { } later)
            http.Response.OnCompleted(() => later(CancellationToken.None));
        if (answer.Body is { } now)
            await Answer.Of(now).WriteAsync(http);
    }
}
