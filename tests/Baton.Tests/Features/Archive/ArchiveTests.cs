using System.Data.Common;
using Baton.Client;
using Baton.Storage.Partitions;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Archive;

/// <summary>What was archived is read as before at every door, is changed at none, and comes back.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public async Task What_is_archived_is_read_as_before_and_a_month_with_work_in_it_stays()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        var before = await work.ReadAsync(work.Done);
        var metrics = (await work.Cast.Root.Api.MetricsAsync(days: 90)).TotalHandoffs;
        Assert.Contains("The one in Dublin.", before, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":", before, StringComparison.Ordinal); // of an attempt

        var said = (await work.App.AdminAsync("archive", "--before", work.Now)).Done();
        Assert.Equal(
            [
                $"{work.Oldest} is in the archive: handoffs {work.Done} to {work.Done}.",
                $"{await LastMonthAsync(work)} stays: handoff {work.Live} is accepted.",
            ],
            said.Lines
        );
        Assert.Equal(0, await EventsAsync(work, work.Done));
        Assert.Equal(before, await work.ReadAsync(work.Done));
        Assert.Equal(metrics, (await work.Cast.Root.Api.MetricsAsync(days: 90)).TotalHandoffs);
        Assert.Equal(
            ["archive", "attached", "attached"],
            (await work.App.AdminAsync("partitions")).Done().Lines.Select(line => line.Split('\t')[1])
        );
        Assert.Equal("", await FaultsAsync(work));

        (await work.App.AdminAsync("archive", "--back", work.Oldest)).Done();
        Assert.NotEqual(0, await EventsAsync(work, work.Done));
        Assert.Equal(before, await work.ReadAsync(work.Done));
        Assert.Equal("", await FaultsAsync(work));
        Assert.Equal(
            ["history.brought_back", "history.archived", "history.partitioned"],
            (await work.Cast.Root.Api.ListAuditAsync(new AuditQuery { Act = "history" })).Items.Select(row => row.Act)
        );
    }

    [Fact]
    public async Task A_command_is_refused_at_every_door_until_the_month_is_back()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        await work.ArchiveAsync();
        var before = await work.Cast.Bob.Api.GetAsync(work.Done);
        Assert.Empty(before.AllowedCommands);
        var gap = new GapRequest("note", FindingCode.Missing, 15);

        var refused = await Refusals.RefusedAsync(work.Cast.Bob.Api.FlagGapAsync(work.Done, gap));
        Assert.Equal((409, "archived"), (refused.Status, refused.Type.Split('/')[^1]));
        Assert.Equal(
            $"The history of handoff {work.Done} is in the archive, so the handoff can only be read. To change it, ask "
                + $"an administrator to bring its month back: baton archive --back {work.Oldest}.",
            refused.Detail
        );
        var late = await work.App.CliAsync(work.Cast.Bob, "handoff", "comment", $"{work.Done}", "Late");
        late.Refused("in the archive");
        using (var bob = await work.App.VisitAsync(work.Cast.Bob))
        {
            Assert.Contains("in the archive", (await bob.GetAsync($"/handoffs/{work.Done}")).Text);
            Assert.Equal(409, (await bob.GetAsync($"/handoffs/{work.Done}/flag_gap")).Status);
        }

        var delivery = (
            await work.Cast.Ben.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = work.Done })
        ).Items.First(row => row.Team == work.Cast.Receiver);
        var replay = await Refusals.RefusedAsync(work.Cast.Ben.Api.ReplayAsync(delivery.DeliveryId));
        Assert.Equal($"Delivery {delivery.DeliveryId} is in the archive, so it cannot be sent again.", replay.Detail);
        var hidden = await Refusals.RefusedAsync(work.Cast.Charlie.Api.ReplayAsync(delivery.DeliveryId));
        Assert.Equal(404, hidden.Status);
        Assert.Equal(before.Version, (await work.Cast.Bob.Api.GetAsync(work.Done)).Version);

        (await work.App.AdminAsync("archive", "--back", work.Oldest)).Done();
        Assert.Single((await work.Cast.Bob.Api.FlagGapAsync(work.Done, gap)).Gaps);
        await work.SettledAsync();
        Assert.Equal("", await FaultsAsync(work));
    }

    [Fact]
    public async Task An_outsider_sees_nothing_of_the_archive()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        await work.ArchiveAsync();
        foreach (var path in (string[])["", "/events", "/context", "/receipt"])
        {
            var answer = await work.App.SendAsync(
                work.Cast.Charlie,
                HttpMethod.Get,
                $"api/v1/handoffs/{work.Done}{path}"
            );
            Assert.Equal(404, answer.Status);
        }

        var log = await work.App.SendAsync(
            work.Cast.Charlie,
            HttpMethod.Get,
            $"api/v1/deliveries?handoff_id={work.Done}"
        );
        Assert.Equal(404, log.Status);
        var command = await Refusals.RefusedAsync(
            work.Cast.Charlie.Api.CommentAsync(work.Done, new CommentRequest("Hello"))
        );
        Assert.Equal(404, command.Status);
        Assert.DoesNotContain("archive", command.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed_in_a_month_or_in_the_archive_and_the_doctor_finds_who_did()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        await work.ArchiveAsync();
        var attached = (await LastMonthAsync(work)).Replace('-', '_');
        var archived = $"archive.handoff_events_{work.Oldest.Replace('-', '_')}";
        string[] tables = ["handoff_events", $"handoff_events_{attached}", "archive.handoff_events", archived];
        foreach (var table in tables)
        foreach (var sql in (string[])[$"UPDATE {table} SET actor = 'nobody'", $"DELETE FROM {table}"])
            await Assert.ThrowsAnyAsync<DbException>(() => work.App.Storage.RunSqlAsync(sql));
        Assert.Equal("", await FoundAsync(work.App, "history"));

        await work.App.Storage.RunSqlAsync("DROP TRIGGER stays ON archive.handoff_events");
        await work.App.Storage.RunSqlAsync($"UPDATE {archived} SET actor = 'mallory' WHERE seq = 2");
        Assert.Contains(
            $"Handoff {work.Done}: the chain of its events is broken",
            await FoundAsync(work.App, "history"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_long_reader_makes_it_give_up_and_changes_nothing()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        await using (var reader = await work.App.Storage.OpenAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM notices";
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            (await work.App.AdminAsync("archive", "--before", work.Now)).Refused("locked");
        }

        var listed = (await work.App.AdminAsync("partitions")).Done();
        Assert.DoesNotContain("archive", listed.Out, StringComparison.Ordinal);
        await work.ArchiveAsync();
    }

    private static async Task<string> LastMonthAsync(OldWork work)
    {
        var months = await work.App.ReadAsync(db => HistoryMonths.ReadAsync(db, TestContext.Current.CancellationToken));
        return months.All[1].Month;
    }

    private static Task<int> EventsAsync(OldWork work, long handoff) =>
        work.App.ReadAsync(db =>
            db.Database.SqlQuery<int>(
                    $"SELECT count(*)::int AS \"Value\" FROM handoff_events WHERE handoff_id = {handoff}"
                )
                .SingleAsync()
        );

    private static async Task<string> FaultsAsync(OldWork work) =>
        string.Join(
            '\n',
            (await ReportAsync(work.App.Services))
                .Checks.Where(check => check.Check is "integrity" or "references" or "history" or "alarms" or "stuck")
                .SelectMany(check => check.Findings)
                .Select(finding => finding.Found)
        );
}
