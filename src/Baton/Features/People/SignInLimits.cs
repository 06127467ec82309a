using System.Net;
using System.Threading.RateLimiting;
using Baton.Web;

namespace Baton.Features.People;

/// <summary>
/// How often somebody may try to sign in: for each name, there or not, and for each address. A name that does not exist is limited like one that does,
/// and sooner than an account is locked, so that neither tells whether there is one.
/// </summary>
internal sealed class SignInLimits(IConfiguration configuration) : IDisposable
{
    internal const int PerName = 8;

    private readonly bool off = RateLimitOptions.From(configuration).IsOff;

    private readonly PartitionedRateLimiter<string> names = Limiter(PerName, TimeSpan.FromSeconds(30), 1);

    private readonly PartitionedRateLimiter<string> addresses = Limiter(100, TimeSpan.FromSeconds(3), 1);

    private readonly PartitionedRateLimiter<string> owns = Limiter(PerName, TimeSpan.FromSeconds(30), 1);

    /// <summary>How long to wait; null: go on.</summary>
    internal TimeSpan? Wait(IPAddress? address, string name)
    {
        using var ofName = names.AttemptAcquire(name.Trim().ToUpperInvariant());
        if (!ofName.IsAcquired)
            return After(ofName);
        using var ofAddress = off ? null : addresses.AttemptAcquire(address?.ToString() ?? "");
        return ofAddress is { IsAcquired: false } ? After(ofAddress) : null;
    }

    /// <summary>How long to wait before one's own password is asked for again: guesses at the sign-in do not count here.</summary>
    internal TimeSpan? OwnPassword(string person)
    {
        using var own = owns.AttemptAcquire(person);
        return own.IsAcquired ? null : After(own);
    }

    public void Dispose()
    {
        owns.Dispose();
        names.Dispose();
        addresses.Dispose();
    }

    private static TimeSpan After(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(30);

    private static PartitionedRateLimiter<string> Limiter(int burst, TimeSpan period, int perPeriod) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions { TokenLimit = burst, ReplenishmentPeriod = period, TokensPerPeriod = perPeriod, QueueLimit = 0 }));
}
