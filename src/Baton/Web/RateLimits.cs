using System.Globalization;
using System.Threading.RateLimiting;
using Baton.Features;

namespace Baton.Web;

/// <summary>So many requests a minute for each token; for whoever has none, for each address.</summary>
internal static class RateLimits
{
    internal const string Setting = "BATON_RATE_LIMIT";
    private const int Default = 600;

    /// <summary>For each address, whatever links it tries.</summary>
    private const int PerGuest = 60;

    internal static IEnumerable<string> Faults(IConfiguration configuration) =>
        Read(configuration) < 0 ? [$"{Setting} must be off, or a number of requests a minute above 0; it is '{configuration[Setting]}'."] : [];

    internal static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute = Read(configuration);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = 429;
            limiter.OnRejected = async (context, _) => await RejectAsync(context.HttpContext, context.Lease);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                perMinute == 0 ? RateLimitPartition.GetNoLimiter("")
                : http.Request.Path.StartsWithSegments("/guest") ? RateLimitPartition.GetTokenBucketLimiter($"guest {http.Connection.RemoteIpAddress}", _ => Bucket(PerGuest))
                : http.Request.Path.StartsWithSegments("/api") ? RateLimitPartition.GetTokenBucketLimiter(KeyOf(http), _ => Bucket(perMinute))
                : RateLimitPartition.GetNoLimiter(""));
        });
    }

    /// <summary>0 is off, -1 is wrong.</summary>
    private static int Read(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => Default,
        "off" => 0,
        var text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : -1,
    };

    private static TokenBucketRateLimiterOptions Bucket(int perMinute)
    {
        var perTick = Math.Max(1, perMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perTick,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1.0 * perTick / perMinute),
            QueueLimit = 0,
        };
    }

    private static string KeyOf(HttpContext http) => http.Features.Get<SignedIn>() is { } who
        ? $"token {http.Request.Headers.Authorization.ToString().GetHashCode(StringComparison.Ordinal)} {who.Caller.Person}"
        : $"address {http.Connection.RemoteIpAddress}";

    private static Task RejectAsync(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(http, new Refusal(429, "too-many-requests", "Too many requests", $"Wait {wait} s and ask again. The limit is set by {Setting}."));
    }
}
