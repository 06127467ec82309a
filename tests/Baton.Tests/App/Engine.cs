using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Baton.Tests.App;

public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>
/// Runs a theory on both engines: <c>[Theory, BothEngines]</c> with an <see cref="Engine"/> as its parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothEnginesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker
    ) => new([new TheoryDataRow<Engine>(Engine.Sqlite), new TheoryDataRow<Engine>(Engine.Postgres)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>
/// For a theory about a door, whose SQL other tests run on both engines: it runs on one of them, half of these tests
/// on each, and with <c>BATON_TEST_LONG=1</c> on both.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EitherEngineAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker
    )
    {
        Engine[] engines = LongRun.IsWanted ? [Engine.Sqlite, Engine.Postgres] : [ChosenFor(testMethod)];
        return new([.. engines.Select(engine => new TheoryDataRow<Engine>(engine))]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;

    /// <summary>The same in each run, unlike a hash of the runtime.</summary>
    private static Engine ChosenFor(MethodInfo test) => (Engine)(test.Name.Sum(letter => letter) % 2);
}
