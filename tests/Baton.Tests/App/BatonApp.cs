using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates.Publishing;
using Baton.Hosting;
using Baton.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Baton.Tests.App;

/// <summary>The real program on a real port and a real database of its own.</summary>
public sealed class BatonApp : IAsyncDisposable
{
    internal const string PostgresSetting = "BATON_TEST_POSTGRES";

    private readonly HttpClient http;

    private BatonApp(WebApplication app, StorageOptions storage)
    {
        App = app;
        Storage = storage;
        http = new HttpClient(new DescribedAnswers()) { BaseAddress = new Uri(app.Urls.First()) };
    }

    internal WebApplication App { get; }

    internal StorageOptions Storage { get; }

    public Uri Url => http.BaseAddress!;

    public HttpClient Http => http;

    internal IServiceProvider Services => App.Services;

    /// <summary>
    /// Starts a server. Settings are those of the environment, for example <c>BATON_SMTP_URL</c>. A password costs
    /// the work that makes a stolen hash useless only with <paramref name="realHashes"/>: it would be most of the
    /// time of a test in which somebody signs in.
    /// </summary>
    public static async Task<BatonApp> StartAsync(
        Engine engine,
        IReadOnlyDictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        bool realHashes = false,
        Action<WebApplicationBuilder>? change = null
    )
    {
        var storage = await EmptyStores.CopyAsync(engine);
        return await StartAsync(storage, settings, time, realHashes, change);
    }

    internal static async Task<BatonApp> StartAsync(
        StorageOptions storage,
        IReadOnlyDictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        bool realHashes = false,
        Action<WebApplicationBuilder>? change = null
    )
    {
        Assert.Null(Schema.Upgrade(storage));
        var app = BatonHost.Build(
            storage,
            "http://127.0.0.1:0",
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["BATON_RATE_LIMIT"] = "off",
                        ["BATON_ALLOW_PRIVATE_TARGETS"] = "true",
                    }
                );
                builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                change?.Invoke(builder);
                if (time is not null)
                    builder.Services.TryAddSingleton<ReadServerTime>((_, _) => Task.FromResult<DateTime?>(null));
                if (!realHashes)
                    builder.Services.PostConfigure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1);
                if (time is not null)
                    builder.Services.Replace(ServiceDescriptor.Singleton(time));
            }
        );
        var now = app.Services.GetRequiredService<TimeProvider>().UtcNow();
        await app
            .Services.GetRequiredService<Writer>()
            .WriteAsync((db, token) => PublishTemplate.PublishStartersAsync(db, now, token), CancellationToken.None);
        await app.StartAsync();
        return new BatonApp(app, storage);
    }

    /// <summary>A place with nothing in it, not even a schema.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="copyOf">On PostgreSQL the database that it begins as, to which nobody may be connected.</param>
    internal static async Task<StorageOptions> NewStorageAsync(Engine engine, string? copyOf = null)
    {
        var directory = Directory.CreateTempSubdirectory("baton-test-").FullName;
        if (engine == Engine.Sqlite)
            return new StorageOptions(directory, null);
        var server = Environment.GetEnvironmentVariable(PostgresSetting);
        if (string.IsNullOrEmpty(server))
            Assert.Skip($"{PostgresSetting} names no PostgreSQL server; ./test starts one.");
        var name = $"baton_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"CREATE DATABASE {name}{(copyOf is null ? "" : $" TEMPLATE {copyOf}")}",
            connection
        );
        await command.ExecuteNonQueryAsync();
        return new StorageOptions(
            directory,
            new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString()
        );
    }

    /// <summary>A person with a token; the client speaks as them.</summary>
    public async Task<Someone> AddPersonAsync(string key, bool admin = false)
    {
        var writer = Services.GetRequiredService<Writer>();
        var now = Services.GetRequiredService<TimeProvider>().UtcNow();
        var added = await writer.WriteAsync(
            (db, token) =>
                AddPerson.RunAsync(
                    db,
                    now,
                    new PersonDraft(key, $"{key} Doe", $"{key}@example.org") { Admin = admin },
                    token
                ),
            CancellationToken.None
        );
        Assert.Null(added.Refusal);
        var secret = await writer.WriteAsync(
            (db, token) => CreateToken.RunAsync(db, now, key, "test", null, token),
            CancellationToken.None
        );
        return new Someone(key, secret.Value!, new BatonClient(http, secret.Value!));
    }

    /// <summary>Looks into the store as it is.</summary>
    internal async Task<T> ReadAsync<T>(Func<BatonDb, Task<T>> read)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync();
        return await read(db);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        var storage = Services.GetRequiredService<StorageOptions>();
        await App.StopAsync();
        await App.DisposeAsync();
        if (!storage.IsSqlite)
            GiveBackConnections(storage);
    }

    /// <summary>A pool keeps its connections for minutes, and a run has a hundred servers.</summary>
    private static void GiveBackConnections(StorageOptions storage)
    {
        foreach (var pool in (string[])[PostgresConnections.ForReads(storage), PostgresConnections.ForWrites(storage)])
        {
            using var connection = new NpgsqlConnection(pool);
            NpgsqlConnection.ClearPool(connection);
        }
    }
}

/// <summary>A person, their token, and a client that speaks as them.</summary>
public sealed record Someone(string Key, string Token, BatonClient Api);
