using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// How often somebody may try to sign in: for each name from each address, there or not, and more widely for each
/// name and for each address. A name that does not exist is limited like one that does, and sooner than an account is
/// locked, so that neither tells whether there is one. A browser in which the person signed in before has a limit of
/// its own, so that nobody who guesses can keep them out. What is used up stands in the database, so that many
/// servers allow no more than one.
/// </summary>
internal sealed class SignInLimits(
    IConfiguration configuration,
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    TimeProvider time
)
{
    /// <summary>For a name from one address.</summary>
    internal const int PerName = 8;

    /// <summary>For a name, wherever from.</summary>
    internal const int PerNameAnywhere = 60;

    internal const int PerAddress = 100;

    /// <summary>Links for a new password, for a name from one address.</summary>
    internal const int PerReset = 3;

    private const int LongestName = 200;

    private static readonly Limit Pairs = new("pair", PerName, TimeSpan.FromSeconds(30));
    private static readonly Limit Names = new("name", PerNameAnywhere, TimeSpan.FromSeconds(10));
    private static readonly Limit Addresses = new("address", PerAddress, TimeSpan.FromSeconds(3));

    /// <summary>As slow as the lock of an account: such a browser may have been stolen.</summary>
    private static readonly Limit Devices = new("device", PerName, TimeSpan.FromSeconds(90));
    private static readonly Limit Resets = new("reset", PerReset, TimeSpan.FromMinutes(5));
    private static readonly Limit ResetAddresses = new("reset address", PerName * 3, TimeSpan.FromSeconds(30));
    private static readonly Limit Owns = new("own", PerName, TimeSpan.FromSeconds(30));

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    private readonly bool off = RateLimitOptions.From(configuration).IsOff;
    private DateTime nextSweep;

    /// <summary>How long to wait; null: go on.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="name">What was typed.</param>
    /// <param name="device">The browser, where it is proven for whom the name means.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal Task<TimeSpan?> WaitAsync(string address, string name, string? device, CancellationToken cancellationToken)
    {
        if (device is not null)
            return TakeAsync([Devices.Of(device)], cancellationToken);
        var key = KeyOf(name);
        var own = Pairs.Of($"{address} {key}");
        return TakeAsync(off ? [own, Names.Of(key)] : [own, Names.Of(key), Addresses.Of(address)], cancellationToken);
    }

    /// <summary>
    /// How long to wait before one's own password is asked for again: guesses at the sign-in do not count here.
    /// </summary>
    internal Task<TimeSpan?> OwnPasswordAsync(string person, CancellationToken cancellationToken) =>
        TakeAsync([Owns.Of(person)], cancellationToken);

    /// <summary>
    /// How long to wait before a link for a new password is asked for again: each may cost a mail to somebody else.
    /// </summary>
    internal Task<TimeSpan?> ResetAsync(string address, string name, CancellationToken cancellationToken)
    {
        var own = Resets.Of($"{address} {KeyOf(name)}");
        return TakeAsync(off ? [own] : [own, ResetAddresses.Of(address)], cancellationToken);
    }

    /// <summary>A limit that is full again needs no row.</summary>
    internal async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (time.UtcNow() < nextSweep)
            return;
        var now = Now();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.Set<SignInAttempts>().AnyAsync(attempts => attempts.FullAt < now, cancellationToken))
            await writer.WriteAsync(
                (writing, token) =>
                    writing.Set<SignInAttempts>().Where(attempts => attempts.FullAt < now).ExecuteDeleteAsync(token),
                cancellationToken
            );
        nextSweep = time.UtcNow() + BetweenSweeps;
    }

    /// <summary>Takes one of each, up to the first that has none left.</summary>
    private async Task<TimeSpan?> TakeAsync(IReadOnlyList<LimitOf> limits, CancellationToken cancellationToken)
    {
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
        {
            // Somebody who goes on guessing has nothing written, and takes nothing from whom they guess at.
            foreach (var limit in limits)
                if (await LeftAsync(db, limit, cancellationToken) is { } wait)
                    return wait;
        }

        return await writer.WriteAsync(
            async (db, token) =>
            {
                foreach (var limit in limits)
                    if (!await TryTakeAsync(db, limit, token))
                        return await LeftAsync(db, limit, token) ?? limit.Limit.Period;
                return (TimeSpan?)null;
            },
            cancellationToken
        );
    }

    private async Task<TimeSpan?> LeftAsync(BatonDb db, LimitOf limit, CancellationToken cancellationToken)
    {
        var fullAt = await db.Set<SignInAttempts>()
            .Where(attempts => attempts.Hash == limit.Hash)
            .Select(attempts => (long?)attempts.FullAt)
            .SingleOrDefaultAsync(cancellationToken);
        var wait = fullAt - limit.Limit.Latest(Now());
        return wait > 0 ? TimeSpan.FromTicks(wait.Value) : null;
    }

    private async Task<bool> TryTakeAsync(BatonDb db, LimitOf limit, CancellationToken cancellationToken)
    {
        var now = Now();
        var period = limit.Limit.Period.Ticks;
        var first = now + period;
        var latest = limit.Limit.Latest(now);
        return await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO sign_in_attempts AS kept (hash, full_at) VALUES ({limit.Hash}, {first})
                ON CONFLICT (hash) DO UPDATE SET full_at =
                CASE WHEN kept.full_at > {now} THEN kept.full_at + {period} ELSE {first} END
                WHERE kept.full_at <= {latest}
                """,
                cancellationToken
            ) > 0;
    }

    private long Now() => time.GetUtcNow().UtcTicks;

    private static string KeyOf(string name)
    {
        var key = name.Trim().ToUpperInvariant();
        return key[..Math.Min(key.Length, LongestName)];
    }

    /// <summary>So many at once, and one more each period.</summary>
    private sealed record Limit(string Name, int Burst, TimeSpan Period)
    {
        internal LimitOf Of(string key) => new(this, SignInAttempts.HashOf($"{Name} {key}"));

        /// <summary>Where it would be full later than this, none is left.</summary>
        internal long Latest(long now) => now + ((Burst - 1) * Period.Ticks);
    }

    private sealed record LimitOf(Limit Limit, string Hash);
}
