using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(Baton.Tests.App.SharedApps))]

namespace Baton.Tests.App;

/// <summary>
/// Servers shared by the tests that need no settings of their own; each makes its own cast. There are several for each
/// engine, and a class keeps to one: with everybody's casts on one server each list would be long, and slow.
/// </summary>
public sealed class SharedApps : IAsyncLifetime
{
    private const int OnEachEngine = 8;

    private readonly ConcurrentDictionary<(Engine Engine, int Number), Lazy<Task<BatonApp>>> apps = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task<BatonApp> On(Engine engine) =>
        apps.GetOrAdd(
            (engine, NumberOfClass()),
            key => new Lazy<Task<BatonApp>>(() => BatonApp.StartAsync(key.Engine))
        ).Value;

    public async Task<Cast> CastOn(Engine engine) => await (await On(engine)).CastAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (
            var app in apps.Values.Where(app => app is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        )
            await (await app.Value).DisposeAsync();
    }

    /// <summary>The same in each run, unlike a hash of the runtime.</summary>
    private static int NumberOfClass() =>
        (TestContext.Current.TestClass?.TestClassName ?? "").Sum(letter => letter) % OnEachEngine;
}
