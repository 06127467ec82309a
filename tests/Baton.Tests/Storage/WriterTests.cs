using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Storage;

public sealed class WriterTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Of_writes_that_are_committed_together_one_that_fails_fails_alone(Engine engine)
    {
        var app = await apps.On(engine);
        var writer = app.Services.GetRequiredService<Writer>();
        var prefix = $"w{Guid.NewGuid():N}"[..12];
        var writes = Enumerable
            .Range(0, 40)
            .Select(i =>
                writer.WriteAsync(
                    async (db, token) =>
                    {
                        db.People.Add(
                            new Person
                            {
                                Key = $"{prefix}-{i}",
                                Name = "n",
                                Email = "e@example.org",
                                CreatedAt = DateTime.UnixEpoch,
                            }
                        );
                        await db.SaveChangesAsync(token);
                        return i % 5 == 0 ? throw new InvalidOperationException($"fails {i}") : i;
                    },
                    TestContext.Current.CancellationToken
                )
            )
            .ToList();
        foreach (var (i, write) in writes.Index())
        {
            if (i % 5 == 0)
                Assert.Equal($"fails {i}", (await Assert.ThrowsAsync<InvalidOperationException>(() => write)).Message);
            else
                Assert.Equal(i, await write);
        }

        Assert.Equal(32, await app.ReadAsync(db => db.People.CountAsync(person => person.Key.StartsWith(prefix))));
    }

    [Theory, BothEngines]
    public async Task A_constraint_that_is_broken_undoes_that_write_and_no_other(Engine engine)
    {
        var app = await apps.On(engine);
        var writer = app.Services.GetRequiredService<Writer>();
        var key = $"c{Guid.NewGuid():N}"[..12];
        Task Add(string hash) =>
            writer.WriteAsync(
                async (db, token) =>
                {
                    db.Tokens.Add(
                        new Token
                        {
                            PersonKey = "no-such-person",
                            Name = key,
                            Hash = hash,
                            CreatedAt = DateTime.UnixEpoch,
                        }
                    );
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None
            );
        await Assert.ThrowsAsync<DbUpdateException>(() => Add($"{key}-1"));
        var person = await app.AddPersonAsync(key);
        Assert.Equal(key, (await person.Api.MeAsync()).Person);
        Assert.Equal(0, await app.ReadAsync(db => db.Tokens.CountAsync(token => token.Hash == $"{key}-1")));
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_is_refused()
    {
        var storage = await BatonApp.NewStorageAsync(Engine.Sqlite);
        using var first = DataLock.Take(storage.DataDirectory, out var none);
        Assert.NotNull(first);
        Assert.Null(none);
        Assert.Null(DataLock.Take(storage.DataDirectory, out var reason));
        Assert.Equal(
            $"Another Baton server is already using {storage.DataDirectory}. Stop it, or choose another "
                + "directory with --data.",
            reason
        );
    }
}
