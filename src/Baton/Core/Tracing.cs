using System.Diagnostics;

namespace Baton.Core;

/// <summary>
/// Joins what happens later to the request that caused it. Nothing is recorded unless somebody listens.
/// </summary>
internal static class Tracing
{
    internal const string Name = "Baton";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>What later work names as its cause (W3C traceparent); null when nobody records this request.</summary>
    internal static string? Current => Activity.Current is { Recorded: true } activity ? activity.Id : null;

    /// <summary>Work that a request caused, once it is done; null when nobody listens.</summary>
    internal static Activity? Start(string name, string? cause) =>
        Source.StartActivity(name, ActivityKind.Consumer, cause);
}
