using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static Baton.Tests.App.Refusals;

namespace Baton.Tests.Features.Deliveries;

public sealed class NotificationTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task People_of_the_team_that_is_told_hear_of_it_and_mark_it_as_read(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await cast.InitiatedAsync();
        await ToldAsync(cast.Bob, 1);
        var second = await cast.InitiatedAsync();
        var told = await ToldAsync(cast.Bob, 2);

        Assert.Equal([second.HandoffId, first.HandoffId], told.Items.Select(item => item.HandoffId));
        var newest = told.Items[0];
        Assert.Equal(
            ("handoff.initiated", second.Title, cast.Alice.Key, false, second.Url),
            (newest.Kind, newest.Title, newest.Actor, newest.Read, newest.Url)
        );
        Assert.Contains(second.Title, newest.Text, StringComparison.Ordinal);
        foreach (var other in (Someone[])[cast.Alice, cast.Ann, cast.Charlie])
            Assert.Equal(0, (await other.Api.ListNotificationsAsync()).Unread);

        var page = await cast.Bob.Api.ListNotificationsAsync(limit: 1);
        Assert.Equal(
            [first.HandoffId],
            (await cast.Bob.Api.ListNotificationsAsync(limit: 1, cursor: page.NextCursor)).Items.Select(Handoff)
        );
        // What is another's stays unread: nobody reads for somebody else.
        Assert.Equal(2, (await cast.Ben.Api.ReadNotificationsAsync(new([newest.Id]))).Unread);
        Assert.Equal(1, (await cast.Bob.Api.ReadNotificationsAsync(new([newest.Id, 999_999_999]))).Unread);
        Assert.Equal(
            [first.HandoffId],
            (await cast.Bob.Api.ListNotificationsAsync(unread: true)).Items.Select(Handoff)
        );
        Assert.Equal(0, (await cast.Bob.Api.ReadNotificationsAsync(new(All: true))).Unread);

        await cast.Bob.Api.AcceptAsync(first.HandoffId);
        Assert.Equal("handoff.accepted", (await ToldAsync(cast.Alice, 1)).Items[0].Kind);
        Assert.Equal(0, (await cast.Bob.Api.ListNotificationsAsync()).Unread);
    }

    [Theory, EitherEngine]
    public async Task The_page_says_the_whole_sentence_in_the_language_of_its_reader(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.ReturnedAsync()).HandoffId;
        await ToldAsync(cast.Alice, 1);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        alice.Speak("de");
        var told = (await alice.GetAsync("/notifications")).Document.QuerySelector(".told .sm:last-child")!.TextContent;
        Assert.EndsWith(" hat „Acme GmbH“ von Receiver an Sender zurückgegeben, mit 1 Befund.", told);
        var text = (await cast.Alice.Api.ListNotificationsAsync()).Items[0].Text;
        Assert.EndsWith(" returned “Acme GmbH” from Receiver to Sender with 1 finding.", text);

        // What was kept before has its sentence alone.
        await cast.App.ReadAsync(db =>
            db.Notifications.Where(row => row.HandoffId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Words, (string?)null))
        );
        Assert.Contains("Acme GmbH", (await cast.Alice.Api.ListNotificationsAsync()).Items[0].Text);
    }

    /// <summary>A channel of the team is no place for what is meant for one person.</summary>
    [Theory, BothEngines]
    public async Task Who_is_assigned_hears_of_it_whatever_channels_their_team_has(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Ben.Api.AddChannelAsync(
            cast.Receiver,
            new ChannelRequest("webhook", Url: "https://receiver.example.org/hook", Kinds: ["handoff.declined"])
        );
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Ben.Api.AcceptAsync(id);
        await cast.Ben.Api.AssignAsync(id, new AssignRequest(cast.Bob.Key));
        Assert.Contains("handoff.assigned", (await ToldAsync(cast.Bob, 1)).Items.Select(item => item.Kind));
    }

    [Theory, EitherEngine]
    public async Task Neither_or_both_of_ids_and_all_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (var wrong in (ReadNotificationsRequest[])[new(), new([]), new([1], All: true)])
        {
            var fault = await RefusedAsync(cast.Bob.Api.ReadNotificationsAsync(wrong));
            Assert.Equal((422, "ids"), (fault.Status, fault.Errors!.Single().Field));
        }
    }

    [Theory, EitherEngine]
    public async Task An_open_page_asks_for_what_is_unread_and_keeps_nobody_signed_in(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        using var bob = await app.VisitAsync(cast.Bob);
        Assert.Contains("\"count\":\"\"", (await bob.GetAsync("/notifications/latest")).Text);
        var handoff = await cast.InitiatedAsync();
        await ToldAsync(cast.Bob, 1);
        var told = JsonElement.Parse((await bob.GetAsync("/notifications/latest")).Text);
        Assert.Equal(
            ("1", "Notifications, 1 unread", $"/handoffs/{handoff.HandoffId}"),
            (
                told.GetProperty("count").GetString(),
                told.GetProperty("words").GetString(),
                told.GetProperty("items")[0].GetProperty("url").GetString()
            )
        );
        Assert.NotNull((await bob.GetAsync("/notifications")).Document.QuerySelector("[data-desktop][hidden]"));
        for (var days = 0; days < 20; days++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await bob.GetAsync("/notifications/latest");
        }

        Assert.Equal("/sign-in", (await bob.GetAsync("/")).Path.Split('?')[0]);
    }

    [Theory, EitherEngine]
    public async Task The_bell_the_tab_and_the_page_say_how_many_are_unread(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        await ToldAsync(cast.Bob, 1);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync("/notifications");
        Assert.StartsWith("(1) ", page.Document.Title, StringComparison.Ordinal);
        Assert.Equal("1 unread notification", page.Heading);
        Assert.Equal(
            "Notifications, 1 unread",
            page.Document.QuerySelector("header a[href='/notifications']")!.GetAttribute("aria-label")
        );
        var told = page.Document.QuerySelector(".told .item")!.TextContent.Trim();
        Assert.Contains(handoff.Title, told, StringComparison.Ordinal);
        var opened = await bob.SubmitAsync(page, told);
        Assert.Equal(($"/handoffs/{handoff.HandoffId}", 200), (opened.Path, opened.Status));
        Assert.DoesNotContain("(1)", opened.Document.Title, StringComparison.Ordinal);
        Assert.Equal("Nothing unread", (await bob.GetAsync("/notifications")).Heading);
    }

    [Theory, BothEngines]
    public async Task They_are_kept_for_ninety_days(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        await Wait.ForAsync(LookAsync, told => told.Items.Any(IsOfBeginning));
        time.Advance(TimeSpan.FromDays(91));
        await Wait.ForAsync(LookAsync, told => !told.Items.Any(IsOfBeginning));

        Task<NotificationsRecord> LookAsync()
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return cast.Bob.Api.ListNotificationsAsync();
        }

        static bool IsOfBeginning(NotificationRecord item) => item.Kind == "handoff.initiated";
    }

    private static long Handoff(NotificationRecord item) => item.HandoffId;

    private static Task<NotificationsRecord> ToldAsync(Someone who, int unread) =>
        Wait.ForAsync(() => who.Api.ListNotificationsAsync(), told => told.Items.Count(item => !item.Read) == unread);
}
