using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>Writes that share a transaction on PostgreSQL.</summary>
public sealed class GroupCommitTests(SharedApps apps)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_group_whose_commit_was_not_confirmed_each_is_told_so()
    {
        var storage = await EmptyStores.CopyAsync(Engine.Postgres);
        var server = new NpgsqlConnectionStringBuilder(storage.Postgres);
        await using var link = new LossyLink(server.Host!, server.Port);
        var through = new NpgsqlConnectionStringBuilder(storage.Postgres) { Host = "127.0.0.1", Port = link.Port };
        await using var app = await BatonApp.StartAsync(storage with { Postgres = through.ToString() });
        var writer = app.Services.GetRequiredService<Writer>();
        link.LoseCommitAfter("lost-3");
        var together = await TogetherAsync(writer, [.. Enumerable.Range(0, 6).Select(i => Adding($"lost-{i}"))]);
        foreach (var write in together)
            await Assert.ThrowsAsync<CommitUnknownException>(() => write);
        Assert.True(link.WasCut);
        Assert.Equal(6, await app.ReadAsync(db => db.People.CountAsync(person => person.Key.StartsWith("lost-"))));
        await writer.WriteAsync(Adding("lost-after"), Token);
    }

    [Fact]
    public async Task One_that_breaks_what_was_sent_for_all_fails_alone()
    {
        var app = await apps.On(Engine.Postgres);
        var writer = app.Services.GetRequiredService<Writer>();
        var prefix = $"g{Guid.NewGuid():N}"[..12];
        var broken = new Statement("INSERT INTO people (key) VALUES (@p0)", 1);
        var works = Enumerable.Range(0, 8).Select(i => Adding($"{prefix}-{i}")).ToList();
        works[5] = async (db, token) => await broken.SendAsync(db, [prefix], token);
        var together = await TogetherAsync(writer, works);
        foreach (var (i, write) in together.Index())
        {
            if (i == 5)
                Assert.Equal(
                    PostgresErrorCodes.NotNullViolation,
                    (await Assert.ThrowsAsync<PostgresException>(() => write)).SqlState
                );
            else
                await write;
        }

        Assert.Equal(7, await app.ReadAsync(db => db.People.CountAsync(person => person.Key.StartsWith(prefix))));
    }

    [Fact]
    public async Task What_waits_for_a_locked_row_keeps_nobody_else_waiting()
    {
        var cast = await apps.CastOn(Engine.Postgres);
        var held = await cast.Alice.Api.CreateAsync(cast.NewHandoff(), cancellationToken: Token);
        await using var holder = new NpgsqlConnection(cast.App.Storage.Postgres);
        await holder.OpenAsync(Token);
        await using var locking = await holder.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM handoffs WHERE id = $1 FOR UPDATE", holder))
        {
            hold.Parameters.AddWithValue(held.HandoffId);
            await hold.ExecuteScalarAsync(Token);
        }

        var waiting = Enumerable
            .Range(0, PostgresWriter.Lanes * 2)
            .Select(_ => cast.Bob.Api.AcceptAsync(held.HandoffId, cancellationToken: Token))
            .ToList();
        for (var i = 0; i < 20; i++)
            await cast.Alice.Api.CreateAsync(cast.NewHandoff(), cancellationToken: Token);
        Assert.All(waiting, accept => Assert.False(accept.IsCompleted));
        await locking.RollbackAsync(Token);
        var accepted = 0;
        foreach (var accept in waiting)
        {
            try
            {
                await accept;
                accepted++;
            }
            catch (BatonException refused)
            {
                Assert.Equal(409, refused.Problem.Status);
            }
        }

        Assert.Equal(1, accepted);
    }

    [Fact]
    public async Task Connections_that_are_killed_lose_nothing_that_was_answered()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        var cast = await app.CastAsync();
        using var ending = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(_ => CreateUntilAsync(ending.Token)).ToList();
        await using (var killer = new NpgsqlConnection(app.Storage.Postgres))
        {
            await killer.OpenAsync(Token);
            for (var kills = 0; kills < 10; )
            {
                await using var kill = new NpgsqlCommand(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
                        + "current_database() AND application_name = 'baton writer'",
                    killer
                );
                kills += (long)(await kill.ExecuteScalarAsync(Token))! > 0 ? 1 : 0;
                await Task.Yield();
            }
        }

        await ending.CancelAsync();
        var answered = (await Task.WhenAll(writers)).SelectMany(ids => ids).ToList();
        answered.Add((await cast.Alice.Api.CreateAsync(cast.NewHandoff(), cancellationToken: Token)).HandoffId);
        Assert.Distinct(answered);
        var kept = await app.ReadAsync(db => db.Handoffs.Select(handoff => handoff.Id).ToListAsync(Token));
        Assert.Empty(answered.Except(kept));
        Assert.Equal(kept.Count, await app.ReadAsync(db => db.Events.CountAsync(Token)));

        async Task<List<long>> CreateUntilAsync(CancellationToken over)
        {
            var ids = new List<long>();
            while (!over.IsCancellationRequested)
            {
                try
                {
                    ids.Add((await cast.Alice.Api.CreateAsync(cast.NewHandoff(), cancellationToken: Token)).HandoffId);
                }
                catch (BatonException refused)
                {
                    Assert.Equal(503, refused.Problem.Status);
                }
            }

            return ids;
        }
    }

    [Fact]
    public async Task Two_servers_of_one_database_give_each_handoff_a_number_and_count_each_change()
    {
        await using var first = await BatonApp.StartAsync(Engine.Postgres);
        await using var second = await BatonApp.StartAsync(first.Storage);
        var cast = await first.CastAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => CreateAsync(i % 2 == 0 ? first : second)));
        Assert.Distinct(ids);
        Assert.Equal(60, await first.ReadAsync(db => db.Handoffs.CountAsync(Token)));
        Assert.Equal(60, await first.ReadAsync(db => db.MetricHours.SumAsync(hour => hour.Generation, Token)));

        async Task<long> CreateAsync(BatonApp app) =>
            (
                await new BatonClient(app.Http, cast.Alice.Token).CreateAsync(
                    cast.NewHandoff(),
                    cancellationToken: Token
                )
            ).HandoffId;
    }

    [Theory, BothEngines]
    public async Task The_same_request_that_comes_often_at_once_does_its_work_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var key = $"{Guid.NewGuid():N}";
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    cast.App.SendAsync(
                        cast.Alice,
                        HttpMethod.Post,
                        "api/v1/handoffs",
                        $$"""{"template": "{{cast.Template_}}", "context": {"client_name": "{{key}}","""
                            + """ "contract_value": 1} }""",
                        ("Idempotency-Key", key)
                    )
                )
        );
        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(1, await cast.App.ReadAsync(db => db.Handoffs.CountAsync(handoff => handoff.Title == key)));
    }

    [Fact]
    public async Task Numbers_of_a_team_that_hands_over_one_by_one_have_no_gap()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        var cast = await app.CastAsync();
        for (var number = 1; number <= 5; number++)
        {
            var handoff = await cast.Alice.Api.CreateAsync(cast.NewHandoff(), cancellationToken: Token);
            Assert.Equal(number, handoff.HandoffId);
            await cast.Bob.Api.AcceptAsync(number, cancellationToken: Token);
        }
    }

    private static Func<BatonDb, CancellationToken, Task> Adding(string key) =>
        async (db, token) =>
        {
            db.People.Add(
                new Person
                {
                    Key = key,
                    Name = "n",
                    Email = "e@example.org",
                    CreatedAt = DateTime.UnixEpoch,
                }
            );
            await db.SaveChangesAsync(token);
        };

    /// <summary>
    /// Runs them in one group: every lane is held until all of them wait, and then one of them goes on.
    /// </summary>
    private static async Task<IReadOnlyList<Task>> TogetherAsync(
        Writer writer,
        IReadOnlyList<Func<BatonDb, CancellationToken, Task>> works
    )
    {
        var holding = Enumerable.Range(0, PostgresWriter.Lanes).Select(_ => new Held()).ToList();
        foreach (var held in holding)
        {
            held.Write = writer.WriteAsync((_, _) => held.HoldAsync(), Token);
            await held.Begun.Task;
        }

        var writes = works.Select(work => writer.WriteAsync(work, Token)).ToList();
        holding[0].Over.SetResult();
        await Task.WhenAny(Task.WhenAll(writes));
        foreach (var held in holding.Skip(1))
            held.Over.SetResult();
        await Task.WhenAll(holding.Select(held => held.Write));
        return writes;
    }

    private sealed class Held
    {
        internal TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Write { get; set; } = Task.CompletedTask;

        internal Task HoldAsync()
        {
            Begun.TrySetResult();
            return Over.Task;
        }
    }
}
