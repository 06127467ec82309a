namespace Baton.Tests.App;

/// <summary>With <c>BATON_TEST_LONG=1</c> tests try as often as it takes to meet what is rare.</summary>
internal static class LongRun
{
    internal static bool IsWanted { get; } = Environment.GetEnvironmentVariable("BATON_TEST_LONG") == "1";

    /// <summary>How many tries: few suffice to meet what is common.</summary>
    internal static int Tries(int few, int many) => IsWanted ? many : few;
}
