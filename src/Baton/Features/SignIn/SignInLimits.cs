using System.Threading.RateLimiting;
using Baton.Web;

namespace Baton.Features.SignIn;

/// <summary>
/// How often somebody may try to sign in: for each name from each address, there or not, and more widely for each
/// name and for each address. A name that does not exist is limited like one that does, and sooner than an account is
/// locked, so that neither tells whether there is one. A browser in which the person signed in before has a limit of
/// its own, so that nobody who guesses can keep them out.
/// </summary>
internal sealed class SignInLimits(IConfiguration configuration) : IDisposable
{
    /// <summary>For a name from one address.</summary>
    internal const int PerName = 8;

    /// <summary>For a name, wherever from.</summary>
    internal const int PerNameAnywhere = 60;

    internal const int PerAddress = 100;

    /// <summary>Links for a new password, for a name from one address.</summary>
    internal const int PerReset = 3;

    private const int LongestName = 200;

    private readonly bool off = RateLimitOptions.From(configuration).IsOff;

    private readonly PartitionedRateLimiter<string> pairs = Limiter(PerName, TimeSpan.FromSeconds(30));
    private readonly PartitionedRateLimiter<string> names = Limiter(PerNameAnywhere, TimeSpan.FromSeconds(10));
    private readonly PartitionedRateLimiter<string> addresses = Limiter(PerAddress, TimeSpan.FromSeconds(3));

    /// <summary>As slow as the lock of an account: such a browser may have been stolen.</summary>
    private readonly PartitionedRateLimiter<string> devices = Limiter(PerName, TimeSpan.FromSeconds(90));
    private readonly PartitionedRateLimiter<string> resets = Limiter(PerReset, TimeSpan.FromMinutes(5));
    private readonly PartitionedRateLimiter<string> resetAddresses = Limiter(PerName * 3, TimeSpan.FromSeconds(30));
    private readonly PartitionedRateLimiter<string> owns = Limiter(PerName, TimeSpan.FromSeconds(30));

    /// <summary>How long to wait; null: go on.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="name">What was typed.</param>
    /// <param name="device">The browser, where it is proven for whom the name means.</param>
    internal TimeSpan? Wait(string address, string name, string? device)
    {
        if (device is not null)
            return Take(devices, device);
        var key = name.Trim().ToUpperInvariant();
        key = key[..Math.Min(key.Length, LongestName)];
        return Take(pairs, $"{address} {key}") ?? Take(names, key) ?? (off ? null : Take(addresses, address));
    }

    /// <summary>
    /// How long to wait before one's own password is asked for again: guesses at the sign-in do not count here.
    /// </summary>
    internal TimeSpan? OwnPassword(string person) => Take(owns, person);

    /// <summary>
    /// How long to wait before a link for a new password is asked for again: each may cost a mail to somebody else.
    /// </summary>
    internal TimeSpan? Reset(string address, string name)
    {
        var key = name.Trim().ToUpperInvariant();
        return Take(resets, $"{address} {key}") ?? (off ? null : Take(resetAddresses, address));
    }

    public void Dispose()
    {
        foreach (
            var limiter in (PartitionedRateLimiter<string>[])
                [pairs, names, addresses, devices, owns, resets, resetAddresses]
        )
            limiter.Dispose();
    }

    private static TimeSpan? Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(30);
    }

    private static PartitionedRateLimiter<string> Limiter(int burst, TimeSpan period) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    ReplenishmentPeriod = period,
                    TokensPerPeriod = 1,
                    QueueLimit = 0,
                }
            )
        );
}
