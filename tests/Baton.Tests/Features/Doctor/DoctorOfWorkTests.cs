using System.Text.Json;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Doctor;

/// <summary>Faults of what goes on, and of the machine.</summary>
public sealed class DoctorOfWorkTests
{
    [Theory, BothEngines]
    public async Task A_team_without_people_and_an_owner_who_left(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await using var hook = await Receiver.AnswerAsync(200);
        foreach (var team in (string[])[cast.Sender, cast.Receiver])
            await cast.Root.Api.PutTeamAsync(team, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        await cast.AcceptedAsync();
        var accepted = await cast.AcceptedAsync();
        var returned = await cast.ReturnedAsync();
        await PlantAsync(app, $"DELETE FROM memberships WHERE person_key = '{cast.Bob.Key}'");
        await cast.Root.Api.PutTeamAsync(cast.Sender, new TeamRequest { Members = [] });
        var found = await FoundAsync(app, "orphans");
        Assert.Contains(
            $"2 handoffs (the first is {accepted.HandoffId - 1}) wait for {cast.Bob.Key}, "
                + $"who has left {cast.Receiver}.",
            found
        );
        Assert.Contains($"Handoff {returned.HandoffId} waits for {cast.Sender}: team empty.", found);
    }

    [Theory, EitherEngine]
    public async Task An_owner_leaves_the_team_that_received_even_while_the_sender_is_asked(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which currency?", Blocking: true));
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Ben.Key, new MemberRequest(TeamRole.Member));
        await cast.Root.Api.RemoveMemberAsync(cast.Receiver, cast.Bob.Key);
        var toDo = $"The owner left {cast.Receiver}. Assign the handoff to someone else.";
        var orphan = Assert.Single((await cast.Alice.Api.ListOrphansAsync()).Items);
        Assert.Equal((cast.Sender, "owner_gone", toDo), (orphan.Team, orphan.Reason, orphan.WhatToDo));
        var finding = Assert.Single(
            (await ReportAsync(app.Services)).Checks.Single(check => check.Check == "orphans").Findings
        );
        Assert.Equal(($"Handoff {id} waits for {cast.Receiver}: owner gone.", toDo), (finding.Found, finding.Todo));
    }

    [Theory, BothEngines]
    public async Task Clocks_that_nobody_watches_are_found_and_watched_again(Engine engine)
    {
        var (storage, _, at) = await LeftAloneAsync(engine);
        await using var store = Provider(storage);
        Assert.Empty(await FoundAsync(store, "alarms"));
        var before = await AlarmsAsync(store);
        await PlantAsync(store, "DELETE FROM alarms");
        Assert.Contains("The clocks of 1 live handoffs are not watched", await FoundAsync(store, "alarms"));
        var repaired = await ReportAsync(store, repair: true);
        Assert.Equal(
            "repaired: clocks watched again: 1",
            repaired.Checks.Single(check => check.Check == "alarms").Note
        );
        Assert.Equal(before, await AlarmsAsync(store));
        await PlantAsync(store, $"UPDATE alarms SET next_at = {HoursAgo(engine, 1, at)}");
        Assert.Contains("1 alarms should have gone off", await FoundAsync(store, "alarms"));
    }

    [Theory, BothEngines]
    public async Task Notices_that_nobody_took_up(Engine engine)
    {
        var (storage, _, at) = await LeftAloneAsync(engine);
        await using var store = Provider(storage);
        await PlantAsync(store, $"UPDATE notices SET expanded_at = NULL, created_at = {HoursAgo(engine, 1, at)}");
        Assert.Contains("Notices waiting to be sent: 1", await FoundAsync(store, "notices"));
    }

    [Theory, BothEngines]
    public async Task Deliveries_that_are_stuck_or_given_up(Engine engine)
    {
        var (storage, id, at) = await LeftAloneAsync(engine);
        await using var store = Provider(storage);
        var ago = HoursAgo(engine, 1, at);
        await PlantAsync(store, "DELETE FROM deliveries");
        (string State, string Next, string Channel)[] planted =
        [
            ("queued", ago, "email"),
            ("sending", ago, "email"),
            ("failed", "NULL", "email"),
            ("dead", "NULL", "email"),
            ("dead", "NULL", "none"),
            ("delivered", "NULL", "email"),
        ];
        foreach (var (i, (state, next, channel)) in planted.Index())
        {
            await PlantAsync(
                store,
                "INSERT INTO deliveries (message_id, handoff_id, event_seq, kind, team, channel, "
                    + "address, target, payload, state, attempts, tries, next_attempt_at, created_at) "
                    + $"VALUES ('planted-{i}', {id}, 1, 'handoff.initiated', 'some-team', '{channel}', "
                    + $"'a@example.org', 'a', 'null', '{state}', 1, 1, {next}, {ago})"
            );
        }

        var stuck = await FoundAsync(store, "stuck");
        Assert.Contains("Deliveries overdue since", stuck);
        Assert.Contains("Deliveries stuck in sending since", stuck);
        Assert.Contains("Deliveries without a time for their next attempt", stuck);
        var dead = await FoundAsync(store, "dead");
        Assert.Contains(
            "Fault: Deliveries to some-team by email about handoffs in progress that failed permanently: 1",
            dead
        );
        Assert.DoesNotContain("none", dead);
        await PlantAsync(store, "UPDATE handoffs SET status = 'withdrawn'");
        Assert.Empty(await FoundAsync(store, "dead"));
    }

    [Theory, BothEngines]
    public async Task Channels_that_are_off_or_cannot_be_opened(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await cast.Root.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels = [new("email", Address: "a@example.org"), new("email", Address: "b@example.org")],
            }
        );
        await PlantAsync(
            app,
            "UPDATE channels SET disabled_at = "
                + $"{HoursAgo(engine, 1, new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc))}, "
                + "disabled_reason = 'The mailbox is gone.'"
        );
        var report = await ReportAsync(app.Services);
        Assert.Equal((true, 2), (report.Clean, report.Warnings));
        Assert.Contains(
            $"of {cast.Receiver} has been off since 2026-11-23T11:00:00Z: The mailbox is gone.",
            await FoundAsync(app, "channels")
        );
        await PlantAsync(app, "DELETE FROM data_keys");
        await using var later = Provider(app.Storage);
        Assert.Contains("its key is not in", await FoundAsync(later, "keys"));
    }

    [Theory, BothEngines]
    public async Task A_clock_that_is_behind(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var handoff = await (await app.CastAsync()).InitiatedAsync();
        var behind = new FakeTimeProvider(handoff.InitiatedAt!.Value.AddHours(-3));
        await using var services = Provider(app.Storage, behind);
        var found = await FoundAsync(services, "clock");
        Assert.Contains("The newest event is from", found);
        Assert.Equal(
            engine == Engine.Postgres,
            found.Contains("The clocks of the database server and of this machine differ by", StringComparison.Ordinal)
        );
    }

    [Theory, BothEngines]
    public async Task A_disk_that_is_full(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        Assert.Equal("Fault: Only 50 MiB are left", (await FoundAsync(app.Services, "disk", free: 50 << 20))[..27]);
        Assert.Contains("Warning: 500 MiB are left", await FoundAsync(app.Services, "disk", free: 500 << 20));
    }

    [Theory, BothEngines]
    public async Task Keys_that_others_may_read(Engine engine)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await cast.Root.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("email", Address: "a@example.org")] }
        );
        const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
        Directory.CreateDirectory(app.Storage.KeysDirectory);
        var old = Path.Combine(app.Storage.KeysDirectory, "key-old.xml");
        await File.WriteAllTextAsync(old, "<key/>", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(old, Everybody);
        File.SetUnixFileMode(app.Storage.KeysDirectory, Everybody);
        Assert.Empty(await FoundAsync(app, "permissions"));
        File.SetUnixFileMode(app.Storage.DataDirectory, Everybody);
        var found = await FoundAsync(app, "permissions");
        Assert.Contains("the key to every channel's secret", found);
        Assert.Equal(engine == Engine.Sqlite, found.Contains("all content", StringComparison.Ordinal));
    }

    /// <summary>A store with one handoff, on which no server runs that would mend what is planted.</summary>
    private static async Task<(StorageOptions Storage, long Handoff, DateTime At)> LeftAloneAsync(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var handoff = await (await app.CastAsync()).InitiatedAsync();
        return (app.Storage, handoff.HandoffId, handoff.InitiatedAt!.Value);
    }

    private static async Task<string> AlarmsAsync(IServiceProvider store)
    {
        await using var db = await store
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var alarms = await db.Alarms.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        return JsonSerializer.Serialize(
            alarms.Select(alarm => new
            {
                alarm.HandoffId,
                alarm.Seq,
                alarm.Clock,
                alarm.Team,
                alarm.DueAt,
                alarm.Rungs,
                alarm.Next,
                alarm.NextAt,
            })
        );
    }
}
