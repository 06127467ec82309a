using Baton.Features.Escalation;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Baton.Tests.Features.Escalation;

/// <summary>A notice of an earlier clock that is made while the next one begins.</summary>
public sealed class LateNoticeTests(SharedApps apps)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// SQLite has one writer. On PostgreSQL the mark may be written between what a command reads and what it writes.
    /// </summary>
    [Fact]
    public async Task What_is_accepted_meanwhile_does_not_need_an_owner()
    {
        var cast = await apps.CastOn(Engine.Postgres);
        var id = (await cast.InitiatedAsync()).HandoffId;
        // Nobody can be told of it: no team has a channel.
        await Wait.ForAsync(() => TroubleAsync(cast, id), trouble => trouble == Alarm.NobodyTold);
        await cast.App.Storage.RunSqlAsync($"UPDATE alarms SET trouble = NULL WHERE handoff_id = {id}");
        await using var late = new NpgsqlConnection(cast.App.Storage.Postgres);
        await late.OpenAsync(Stop);
        await using var marking = await late.BeginTransactionAsync(Stop);
        await using (
            var mark = new NpgsqlCommand(
                $"UPDATE alarms SET trouble = '{Alarm.NobodyTold}' WHERE handoff_id = {id}",
                late
            )
        )
            Assert.Equal(1, await mark.ExecuteNonQueryAsync(Stop));

        var accepting = cast.Bob.Api.AcceptAsync(id, cancellationToken: Stop);
        await Wait.ForAsync(() => IsWaitedForAsync(late), waits => waits);
        await marking.CommitAsync(Stop);
        await accepting;

        Assert.Null(await TroubleAsync(cast, id));
    }

    private static Task<string?> TroubleAsync(Cast cast, long id) =>
        cast.App.ReadAsync(db =>
            db.Set<Alarm>().Where(alarm => alarm.HandoffId == id).Select(alarm => alarm.Trouble).SingleAsync(Stop)
        );

    private static async Task<bool> IsWaitedForAsync(NpgsqlConnection holder)
    {
        await using var waits = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))",
            holder
        );
        return (bool)(await waits.ExecuteScalarAsync(Stop))!;
    }
}
