using Baton.Client;
using Baton.Core;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Settings;

internal static class SettingsEndpoints
{
    internal static void MapSettings(this RouteGroupBuilder api)
    {
        var settings = api.MapGroup("/settings").WithTags("Settings").Refuses(403);
        settings
            .MapGet("", Get)
            .WithName("settings_get")
            .WithSummary("Get the settings of the installation")
            .WithDescription("For admins. `fixed` names those that a variable of the environment says.");
        settings
            .MapPut("", Put)
            .WithName("settings_put")
            .WithSummary("Change settings of the installation")
            .WithDescription(
                "What the body names is replaced, the rest stays; an empty text removes a setting. It takes effect at "
                    + "once, on every server. For admins."
            );
        settings
            .MapPost("/test-mail", TestAsync)
            .WithName("settings_test_mail")
            .WithSummary("Send a test mail")
            .WithDescription("To the caller, unless the body says where to. For admins.");
    }

    private static Results<Ok<SettingsRecord>, ProblemHttpResult> Get(ApiRequest request, LiveSettings live) =>
        request.Context.Caller.IsAdmin
            ? TypedResults.Ok(SettingsRules.RecordOf(request.Context.Catalog.Settings, live))
            : request.Refuse(SettingsRules.OnlyAdmins);

    private static Task<Results<Ok<SettingsRecord>, ProblemHttpResult>> Put(
        Body<SettingsRequest> body,
        ApiRequest request,
        PutSettings put,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => put.RunAsync(db, request.Context, body.Value, token),
            TypedResults.Ok,
            cancellationToken
        );

    private static async Task<Results<Ok<TestMailRecord>, ProblemHttpResult>> TestAsync(
        Body<TestMailRequest> body,
        ApiRequest request,
        TestMail test,
        CancellationToken cancellationToken
    )
    {
        var outcome = await test.RunAsync(request.Context, body.Value.To, cancellationToken);
        return await request.AnswerOnceAsync(outcome, TypedResults.Ok, cancellationToken);
    }
}
