using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(Baton.Tests.App.SharedApps))]

namespace Baton.Tests.App;

/// <summary>
/// One server for each engine, shared by the tests that need no settings of their own; each makes its own cast.
/// </summary>
public sealed class SharedApps : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Engine, Lazy<Task<BatonApp>>> apps = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task<BatonApp> On(Engine engine) =>
        apps.GetOrAdd(engine, app => new Lazy<Task<BatonApp>>(() => BatonApp.StartAsync(app))).Value;

    public async Task<Cast> CastOn(Engine engine) => await (await On(engine)).CastAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (
            var app in apps.Values.Where(app => app is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        )
            await (await app.Value).DisposeAsync();
    }
}
