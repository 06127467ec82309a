using System.Security.Cryptography;
using System.Text;
using Baton.Features.Handoffs.Commands;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Web.Api;

/// <summary>
/// A POST that carries an <c>Idempotency-Key</c>. Its answer is committed with what it did, so that a repeated request
/// is answered alike even after a crash.
/// </summary>
internal sealed class IdempotentRequest
{
    internal const string Header = "Idempotency-Key";
    internal const int LongestKey = 255;

    private readonly HttpContext http;
    private readonly string person;
    private readonly string key;
    private readonly string hash;
    private readonly DateTime now;
    private readonly DateTime since;
    private bool hasRun;

    private IdempotentRequest(HttpContext http, string key, ReadOnlySpan<byte> print)
    {
        var context = http.RequestContext();
        this.http = http;
        this.key = key;
        person = context.Caller.Person;
        now = context.Now;
        since = now - IdempotentAnswer.Kept;
        hash = HashOf(http.Request, print);
    }

    /// <summary>
    /// What the same request was answered while this one waited for its turn; null when there was none.
    /// </summary>
    internal IResult? Overtaken { get; private set; }

    /// <param name="http">The request.</param>
    /// <param name="print">
    /// What tells it from another one with the same key: its body, or where that is a file, the hash of it.
    /// </param>
    internal static void Begin(HttpContext http, ReadOnlySpan<byte> print)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length > 0 && HttpMethods.IsPost(http.Request.Method))
            http.Features.Set(new IdempotentRequest(http, key, print));
    }

    /// <summary>Null where there is no key, or nothing of the request was read yet.</summary>
    internal static IdempotentRequest? Of(HttpContext http) => http.Features.Get<IdempotentRequest>();

    /// <summary>What the same request was answered before; null when it comes for the first time.</summary>
    internal async Task<IResult?> FirstAnswerAsync()
    {
        if (key.Length > LongestKey)
            return Problems.Result(http, TooLong);
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        return await FindAsync(db) is { } first ? Again(first) : null;
    }

    /// <summary>
    /// Does <paramref name="work"/> unless the same request was faster, and keeps its answer in the same transaction.
    /// </summary>
    internal Func<BatonDb, CancellationToken, Task<Outcome<T>>> Once<T>(
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<Outcome<T>, IResult> answer
    ) =>
        async (db, cancellationToken) =>
        {
            Overtaken = null;
            if (await FasterAsync(db) is { } first)
            {
                Overtaken = Again(first);
                return AnsweredMeanwhile;
            }

            var outcome = await work(db, cancellationToken);
            if (ReferenceEquals(outcome.Refusal, Refusal.JudgeAgain))
                return outcome;
            var kept = await KeptAnswer.OfAsync(answer(outcome), http, person, key, hash, now);
            await IdempotencyTables.KeepAsync(db, kept, since, cancellationToken);
            return outcome;
        };

    /// <summary>
    /// What the same request was answered meanwhile. Where other servers write too, it may come at any moment until
    /// the commit: there the row itself tells of it, and the write is run again.
    /// </summary>
    private async Task<IdempotentAnswer?> FasterAsync(BatonDb db)
    {
        var mayBeThere = db.OneServer || hasRun;
        hasRun = true;
        return mayBeThere ? await FindAsync(db) : null;
    }

    /// <summary>One that is older counts no more.</summary>
    private async Task<IdempotentAnswer?> FindAsync(BatonDb db) =>
        await IdempotencyTables.ByKey.RunAsync(db, person, key) is { } first && first.CreatedAt >= since ? first : null;

    private IResult Again(IdempotentAnswer first) =>
        first.RequestHash == hash ? new KeptAnswer(first) : Problems.Result(http, Reused);

    private static string HashOf(HttpRequest request, ReadOnlySpan<byte> print)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(print);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Refusal TooLong =>
        Refusal.Invalid(Header, "rule", T("An Idempotency-Key may have at most {0} characters.", LongestKey));

    /// <summary>Nobody is told: <see cref="Overtaken"/> is answered in its place.</summary>
    private static Refusal AnsweredMeanwhile { get; } =
        new(409, "changed", T("Changed since you read it"), T("The same request was answered meanwhile."));

    private static Refusal Reused =>
        new(
            422,
            "idempotency-key-reused",
            T("The Idempotency-Key was used before"),
            T("The Idempotency-Key was used within 24 hours for another request.")
        )
        {
            Errors = [new(Header, "reused", T("The Idempotency-Key was used within 24 hours for another request."))],
        };
}
