using System.Globalization;
using System.Threading.RateLimiting;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Hosting;

/// <summary>
/// So many requests a minute for each token and, on pages, for each person. Whoever is known is counted by what
/// authentication found, never by what the request looks like: a header can be written in many ways.
/// </summary>
internal static class RateLimits
{
    internal static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var options = RateLimitOptions.From(configuration);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = 429;
            limiter.OnRejected = async (context, _) => await RejectAsync(context.HttpContext, context.Lease);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                PartitionOf(http, options)
            );
        });
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext http, RateLimitOptions options) =>
        http.Features.Get<SignedIn>() switch
        {
            _ when options.IsOff => RateLimitPartition.GetNoLimiter(""),
            { Token: { } token } => Limited($"token {token}", options.PerToken),
            { Caller.Person: var person } => Limited($"person {person}", RateLimitOptions.PerPerson),
            null => OfNobody(http, options),
        };

    private static RateLimitPartition<string> OfNobody(HttpContext http, RateLimitOptions options) =>
        http.Request.Path switch
        {
            var path when path.StartsWithSegments("/guest") => Limited(
                $"guest {ClientAddress.NetworkOf(http)}",
                RateLimitOptions.PerGuest
            ),
            var path when path.StartsWithSegments("/api") => Limited(
                $"address {ClientAddress.NetworkOf(http)}",
                options.PerToken
            ),
            _ when options.PerAddress == 0 => RateLimitPartition.GetNoLimiter(""),
            _ => Limited($"anonymous {ClientAddress.NetworkOf(http)}", options.PerAddress),
        };

    private static string SettingOf(HttpContext http) =>
        http.Features.Get<SignedIn>() is not null || http.Request.Path.StartsWithSegments("/api")
            ? RateLimitOptions.Setting
            : RateLimitOptions.AnonymousSetting;

    private static RateLimitPartition<string> Limited(string key, int perMinute) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(perMinute));

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

    private static Task RejectAsync(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
            : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        if (Page.IsWanted(http))
            return Page.Of<TooManyRequestsPage>(new { Seconds = wait }, 429).ExecuteAsync(http);
        return Problems.WriteAsync(
            http,
            new Refusal(
                429,
                "too-many-requests",
                T("Too many requests"),
                T("Wait {0} seconds and try again. The limit is set by {1}.", wait, SettingOf(http))
            )
        );
    }
}
