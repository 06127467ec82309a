using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Teams;

/// <summary>The channels of a team, on its page.</summary>
internal static class TeamChannelPages
{
    internal static void MapTeamChannels(this RouteGroupBuilder team)
    {
        team.MapPost("/channels", AddChannelAsync);
        team.MapPost("/channels/{id:long}/delivery", PaceAsync);
        team.MapPost("/channels/{id:long}/test", TestAsync);
        team.MapPost("/channels/{id:long}/enable", EnableAsync);
        team.MapPost("/channels/{id:long}/remove", RemoveChannelAsync);
    }

    private static Task<IResult> AddChannelAsync(HttpContext http, string key, AddChannel add) =>
        TeamPages.ChangeAsync(
            http,
            key,
            (db, context, form, token) => add.RunAsync(db, context, key, ChannelOf(http, form), token)
        );

    private static Task<IResult> PaceAsync(HttpContext http, string key, long id, PutChannel put) =>
        TeamPages.ChangeAsync(
            http,
            key,
            (db, context, form, token) =>
                put.PaceAsync(
                    db,
                    context with
                    {
                        IfMatch = form.Number("version"),
                    },
                    key,
                    id,
                    PaceField.Read(form),
                    token
                )
        );

    private static Task<IResult> RemoveChannelAsync(HttpContext http, string key, long id) =>
        TeamPages.ChangeAsync(
            http,
            key,
            (db, context, form, token) =>
                RemoveChannel.RunAsync(db, context with { IfMatch = form.Number("version") }, key, id, token)
        );

    private static async Task<IResult> TestAsync(HttpContext http, string key, long id, TestChannel test, Writer writer)
    {
        var work = await test.RunAsync(http.RequestContext(), key, id, http.RequestAborted);
        if ((await writer.WriteAsync(work, http.RequestAborted)).Refused(out var refusal, out var tried))
            return refusal.Status == 404 ? Page.Of(refusal) : await TeamPages.ShowAsync(http, key, refusal);
        var told = $"{tried.Channel} {tried.Address}: {tried.Reason}";
        if (tried.Outcome != "delivered")
            return await TeamPages.ShowAsync(
                http,
                key,
                Refusal.Invalid("", tried.Outcome, $"The test message did not arrive. {told}")
            );
        // What was switched off is on again: the page is read anew to show it.
        return tried.SwitchedOn
            ? Page.To($"/teams/{key}")
            : Once.Show(http, $"/teams/{key}", Once.Done, T("The test message arrived. {0}", told));
    }

    private static async Task<IResult> EnableAsync(HttpContext http, string key, long id, Writer writer)
    {
        var context = http.RequestContext();
        var enabled = await writer.WriteAsync(
            (db, token) => EnableChannel.RunAsync(db, context, key, id, token),
            http.RequestAborted
        );
        return enabled.Refused(out var refusal, out _)
            ? await TeamPages.ShowOrHideAsync(http, key, refusal, null)
            : Page.To($"/teams/{key}");
    }

    private static ChannelRequest ChannelOf(HttpContext http, Form form) =>
        http.RequestServices.GetRequiredService<TeamChannels>().Read(form.Text("type"), form.Text("to").Trim()) with
        {
            Delivery = PaceField.Read(form),
        };
}
