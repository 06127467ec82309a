using Baton.Features.Handoffs.Commands;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs.Chains;

/// <summary>What is carried on is read from a handoff that nobody changes meanwhile.</summary>
public sealed class ParentLockTests(SharedApps apps)
{
    private const string ToChange = "SELECT id FROM handoffs WHERE id = {0} FOR NO KEY UPDATE SKIP LOCKED";
    private const string ToName = "SELECT id FROM handoffs WHERE id = {0} FOR KEY SHARE SKIP LOCKED";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Postgres)]
    public async Task A_root_is_locked_as_it_is_read_and_can_still_be_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var root = (await cast.InitiatedAsync()).HandoffId;
        await cast.App.ReadAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            Assert.Equal(root, (await db.AnyLockedAsync(root, Stop))?.Id);
            Assert.Empty(await FreeAsync(ToChange));
            Assert.Equal([root], await FreeAsync(ToName));
            return true;
        });
        Assert.Equal([root], await FreeAsync(ToChange));

        Task<List<long>> FreeAsync(string sql) =>
            cast.App.ReadAsync(db => db.Database.SqlQueryRaw<long>(sql, root).ToListAsync(Stop));
    }
}
