namespace Baton.Tests.App;

/// <summary>With <c>BATON_TEST_LONG=1</c> tests try as often as it takes to meet what is rare.</summary>
internal static class LongRun
{
    internal static bool IsWanted { get; } = Environment.GetEnvironmentVariable("BATON_TEST_LONG") == "1";
}
