namespace Baton.Tests.Architecture;

/// <summary>What cannot be seen cannot be refused: the reader of arrows sees into every kind of code.</summary>
public sealed class ArrowsTests
{
    [Fact]
    public void Lambdas_asynchronous_methods_and_generic_arguments_are_seen()
    {
        using var tests = Arrows.Read(typeof(ArrowsTests));
        var named = Arrows.Of(tests).Where(arrow => arrow.From.Name == nameof(Probe)).Select(arrow => arrow.To.Name);
        Assert.Subset(
            named.ToHashSet(),
            new HashSet<string>
            {
                nameof(SeenInLambda),
                nameof(SeenAfterAwait),
                nameof(SeenAsArgument),
                nameof(SeenInPattern),
            }
        );
    }

    [Fact]
    public void An_arrow_that_goes_up_is_refused()
    {
        Assert.False(Areas.MayName("Storage", "Features.Teams"));
        Assert.True(Areas.MayName("Features.Teams", "Storage"));
        Assert.Equal("Features.Handoffs.Commands", Areas.Of("Baton.Features.Handoffs.Commands.Withdraw"));
        Assert.Null(Areas.Of("Baton.Client"));
    }
}

internal static class Probe
{
    internal static async Task<int> RunAsync(object given)
    {
        var ask = () => SeenInLambda.Number();
        await Task.Yield();
        var many = new List<SeenAsArgument>();
        return given is SeenInPattern ? many.Count : ask() + SeenAfterAwait.Number();
    }
}

internal static class SeenInLambda
{
    internal static int Number() => Environment.ProcessId;
}

internal static class SeenAfterAwait
{
    internal static int Number() => Environment.ProcessId;
}

internal sealed record SeenAsArgument;

internal sealed record SeenInPattern;
