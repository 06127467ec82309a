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
