using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Teams;

/// <summary>The channels of a team, on its page, and each on one of its own.</summary>
internal static class TeamChannelPages
{
    internal static void MapTeamChannels(this RouteGroupBuilder team)
    {
        team.MapPost("/channels", AddChannelAsync);
        var channel = team.MapGroup("/channels/{id:long}");
        channel.MapGet("", (HttpContext http, string key, long id) => Show(http, key, id));
        channel.MapPost("", ChangeAsync);
        channel.MapGet("/rotate", (HttpContext http, string key, long id) => Ask(http, key, id, OfRotation));
        channel.MapPost("/rotate", RotateAsync);
        channel.MapPost("/test", TestAsync);
        channel.MapPost("/enable", EnableAsync);
        channel.MapGet("/remove", (HttpContext http, string key, long id) => Ask(http, key, id, OfRemoval));
        channel.MapPost("/remove", RemoveChannelAsync);
    }

    private static async Task<IResult> AddChannelAsync(HttpContext http, string key, AddChannel add)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var request = ChannelOf(http, form);
        return await SecretAsync(
            http,
            (db, token) => add.RunAsync(db, context, key, request, token),
            made => made.Secret is null ? ListOf(key) : PathOf(key, made.Channel.Id),
            refusal => TeamPages.ShowOrHideAsync(http, key, TeamTab.Notifications, refusal, form)
        );
    }

    private static async Task<IResult> RotateAsync(HttpContext http, string key, long id, RotateSecret rotate)
    {
        var context = http.RequestContext();
        var hours = (await Form.ReadAsync(http)).Number("overlap_hours") ?? 0;
        return await SecretAsync(
            http,
            (db, token) => rotate.RunAsync(db, context, key, id, hours, token),
            _ => PathOf(key, id),
            refusal => Task.FromResult(ShowOrHide(http, key, id, refusal))
        );
    }

    /// <summary>A secret that was made is shown once, on the page of its channel.</summary>
    private static async Task<IResult> SecretAsync(
        HttpContext http,
        Func<BatonDb, CancellationToken, Task<Outcome<SecretChannel>>> work,
        Func<SecretChannel, string> next,
        Func<Refusal, Task<IResult>> refused
    )
    {
        if ((await http.OnceAsync(work, next)).Refused(out var refusal, out var done))
            return await refused(refusal);
        if (done.Value?.Secret is { } secret)
            return Once.Show(http, done.Next, Once.Secret, secret);
        return done.First || !done.Next.Contains("/channels/", StringComparison.Ordinal)
            ? Results.LocalRedirect(done.Next)
            : Once.Again(done.Next, Once.Secret);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, string key, long id, PutChannel put)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) =>
                put.ChangeAsync(db, context with { IfMatch = form.Number("version") }, key, id, Changed, token),
            _ => ListOf(key),
            refusal => Task.FromResult(ShowOrHide(http, key, id, refusal, form))
        );

        ChannelRequest Changed(ChannelRequest channel) =>
            channel with
            {
                Kinds = form.Has("kinds") ? KindsField.Read(form) : channel.Kinds,
                Delivery = form.Has("delivery") ? PaceField.Read(form) : channel.Delivery,
            };
    }

    private static Task<IResult> RemoveChannelAsync(HttpContext http, string key, long id) =>
        TeamPages.ChangeAsync(
            http,
            key,
            TeamTab.Notifications,
            (db, context, form, token) =>
                RemoveChannel.RunAsync(db, context with { IfMatch = form.Number("version") }, key, id, token)
        );

    private static async Task<IResult> TestAsync(HttpContext http, string key, long id, TestChannel test, Writer writer)
    {
        var work = await test.RunAsync(http.RequestContext(), key, id, http.RequestAborted);
        var back = (await Form.ReadAsync(http)).Text("back") == "channel" ? PathOf(key, id) : ListOf(key);
        if ((await writer.WriteAsync(work, http.RequestAborted)).Refused(out var refusal, out var tried))
            return await RefusedAsync(refusal);
        var told = $"{tried.Channel} {tried.Address}: {SayKept(tried.Reason)}";
        return tried.Outcome == "delivered"
            ? Once.Show(http, back, Once.Done, T("The test message arrived. {0}", told))
            : await RefusedAsync(Refusal.Invalid("", tried.Outcome, T("The test message did not arrive. {0}", told)));

        Task<IResult> RefusedAsync(Refusal why) =>
            back == ListOf(key)
                ? TeamPages.ShowOrHideAsync(http, key, TeamTab.Notifications, why, null)
                : Task.FromResult(ShowOrHide(http, key, id, why));
    }

    private static async Task<IResult> EnableAsync(HttpContext http, string key, long id, Writer writer)
    {
        var context = http.RequestContext();
        var enabled = await writer.WriteAsync(
            (db, token) => EnableChannel.RunAsync(db, context, key, id, token),
            http.RequestAborted
        );
        return enabled.Refused(out var refusal, out _)
            ? await TeamPages.ShowOrHideAsync(http, key, TeamTab.Notifications, refusal, null)
            : Results.LocalRedirect(ListOf(key));
    }

    private static IResult ShowOrHide(HttpContext http, string key, long id, Refusal refusal, Form? form = null) =>
        refusal.Status is 403 or 404 ? Page.Of(refusal) : Show(http, key, id, refusal, form);

    private static IResult Show(HttpContext http, string key, long id, Refusal? refusal = null, Form? form = null)
    {
        var context = http.RequestContext();
        if (TestChannel.Find(context, key, id).Refused(out var hidden, out var channel))
            return Page.Of(hidden);
        var services = http.RequestServices;
        return Page.Of<ChannelPage>(
            new
            {
                Team = TeamPages.RecordOf(http, key),
                Channel = TeamRecords.ToRecord(channel, services.GetRequiredService<ChannelVault>()),
                Sample = services.GetRequiredService<ChannelSample>().Of(context, channel),
                Once = Once.Take(http),
                Typed = form?.Fields ?? FormCollection.Empty,
                Faults = refusal is null ? [] : Page.FaultsOf(refusal),
            },
            refusal?.Status ?? 200
        );
    }

    private static IResult Ask(
        HttpContext http,
        string key,
        long id,
        Func<HttpContext, TeamRecord, ChannelRecord, Confirmation> confirmation
    ) =>
        TestChannel.Find(http.RequestContext(), key, id).Refused(out var hidden, out var channel)
            ? Page.Of(hidden)
            : confirmation(
                    http,
                    TeamPages.RecordOf(http, key)!,
                    TeamRecords.ToRecord(channel, http.RequestServices.GetRequiredService<ChannelVault>())
                )
                .ToPage();

    private static Confirmation OfRotation(HttpContext http, TeamRecord team, ChannelRecord channel) =>
        ChannelConfirmations.OfRotation(team, channel);

    /// <summary>The version is the one that was seen where the removal was asked for.</summary>
    private static Confirmation OfRemoval(HttpContext http, TeamRecord team, ChannelRecord channel) =>
        ChannelConfirmations.OfRemoval(
            team,
            channel,
            http.RequestServices.GetRequiredService<ChannelTypes>().NameOf(channel.Type),
            int.TryParse(http.Request.Query["version"], out var seen) ? seen : channel.Version
        );

    private static string PathOf(string key, long id) => FormattableString.Invariant($"/teams/{key}/channels/{id}");

    private static string ListOf(string key) => TeamTabs.PathOf(key, TeamTab.Notifications);

    private static ChannelRequest ChannelOf(HttpContext http, Form form) =>
        http.RequestServices.GetRequiredService<TeamChannels>().Read(form.Text("type"), form.Text("to").Trim()) with
        {
            Delivery = PaceField.Read(form),
            Kinds = KindsField.Read(form),
        };
}
