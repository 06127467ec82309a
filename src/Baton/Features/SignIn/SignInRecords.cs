using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.SignIn;

/// <summary>
/// What the audit log says of sign-ins that failed: whom they meant, how and from where, never what was typed, which
/// may be a password. Of many alike within an hour the first, the tenth, the hundredth stand there, so that nobody
/// fills the log by guessing; and of all together only so many.
/// </summary>
internal sealed class SignInRecords(Writer writer, TimeProvider time) : IDisposable
{
    private const int MostCounted = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string? Person, string Address), (DateTime Since, int Attempts)> counts =
        new();

    private readonly TokenBucketRateLimiter rows = new(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = 60,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            QueueLimit = 0,
        }
    );

    private int unlisted;

    internal async Task FailedAsync(HttpContext http, string? person, string way)
    {
        var address = ClientAddress.Of(http);
        var now = time.UtcNow();
        if (counts.Count > MostCounted)
            counts.Clear();
        var (_, attempts) = counts.AddOrUpdate(
            (person, address),
            _ => (now, 1),
            (_, known) => now - known.Since < Window ? (known.Since, known.Attempts + 1) : (now, 1)
        );
        if (!IsPowerOfTen(attempts))
            return;
        using var lease = rows.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            Interlocked.Increment(ref unlisted);
            return;
        }

        var said = Said(address, way, attempts, Interlocked.Exchange(ref unlisted, 0));
        await writer.WriteAsync(
            (db, token) =>
            {
                db.Note(AuditActs.SignInFailed, person is null ? "an unknown person" : $"person {person}", after: said);
                return db.SaveChangesAsync(token);
            },
            http.RequestAborted
        );
    }

    /// <summary>In the transaction that starts the session.</summary>
    internal static void Succeeded(BatonDb db, BrowserSession session)
    {
        db.Acting = db.Acting! with { Who = session.PersonKey };
        db.Note(
            AuditActs.SignedIn,
            $"person {session.PersonKey}",
            after: Changed.Text(
                ("way", session.Way),
                ("from", session.Address),
                ("browser", session.Device.Length > 0 ? session.Device : null)
            )
        );
    }

    public void Dispose() => rows.Dispose();

    private static string Said(string address, string way, int attempts, int dropped) =>
        Changed.Text(
            ("way", way),
            ("from", address),
            ("attempts", attempts.ToString(CultureInfo.InvariantCulture)),
            ("not listed", dropped == 0 ? null : dropped.ToString(CultureInfo.InvariantCulture))
        );

    private static bool IsPowerOfTen(int number)
    {
        while (number % 10 == 0)
            number /= 10;
        return number == 1;
    }
}
