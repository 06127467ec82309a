using Baton.Hosting;
using Baton.Web;

namespace Baton.Channels.Slack;

/// <summary>What people click in Slack.</summary>
internal static class SlackEndpoints
{
    internal static IServiceCollection AddSlack(this IServiceCollection services) =>
        services
            .AddSingleton<SlackPeople>()
            .AddSingleton<SlackAnswers>()
            .AddSingleton<PressInSlack>()
            .AddSingleton<ReturnInSlack>();

    internal static void MapSlack(this WebApplication app) =>
        app.MapPost("/integrations/slack/actions", ActAsync).ExcludeFromDescription();

    private static async Task<IResult> ActAsync(
        HttpContext http,
        SlackSetup setup,
        PressInSlack press,
        ReturnInSlack giveBack,
        TimeProvider time
    )
    {
        if (setup.Options is not { } slack)
            return Problems.Result(http, NotSet);
        var body = await http.ReadBodyAsync();
        if (!IsSigned(http.Request.Headers, slack, body.Span, time.GetUtcNow()))
            return Problems.Result(http, NotSigned);
        if (SlackClick.Read(body.Span) is not { } click)
            return Problems.Result(http, NoInteraction);

        // What it does is committed before the answer; only what the eye sees comes after it.
        var answer = SlackButtons.Find(click.Action) switch
        {
            { PressAsync: { } pressAsync } => await press.RunAsync(click, pressAsync, http.RequestAborted),
            not null => await giveBack.AskAsync(click, http.RequestAborted),
            null when click.Action == SlackReturnView.CallbackId => await giveBack.RunAsync(click, http.RequestAborted),
            null => SlackAnswer.Nothing,
        };
        if (answer.Later is { } later)
            http.Response.OnCompleted(() => later(CancellationToken.None));
        return answer.Body is { } now ? TypedResults.Ok(now) : TypedResults.Ok();
    }

    private static bool IsSigned(
        IHeaderDictionary headers,
        SlackOptions slack,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    ) =>
        SlackSignature.IsValid(
            slack.SigningSecret,
            headers["X-Slack-Request-Timestamp"].ToString(),
            body,
            headers["X-Slack-Signature"].ToString(),
            now
        );

    private static Refusal NotSet { get; } =
        new(
            404,
            "not-found",
            T("Not found"),
            T("Actions in Slack are not set up: {0} is not set.", SlackOptions.SigningSecretKey)
        );

    private static Refusal NotSigned { get; } =
        new(
            401,
            "unauthorized",
            T("Not signed by Slack"),
            T("The request is not signed with the signing secret, or is older than five minutes.")
        );

    private static Refusal NoInteraction { get; } =
        new(400, "bad-request", T("The request is wrong"), T("This is not a Slack interaction."));
}
