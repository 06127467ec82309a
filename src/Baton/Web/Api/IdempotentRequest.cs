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

    private IdempotentRequest(HttpContext http, string key, ReadOnlySpan<byte> print)
    {
        var context = http.RequestContext();
        this.http = http;
        this.key = key;
        person = context.Caller.Person;
        now = context.Now;
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
        var since = now - IdempotentAnswer.Kept;
        var first = await FindAsync(db, http.RequestAborted);
        return first is null || first.CreatedAt < since ? null : Again(first);
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
            await ForgetOldAsync(db, cancellationToken);
            if (await FindAsync(db, cancellationToken) is { } first)
            {
                Overtaken = Again(first);
                return AnsweredMeanwhile;
            }

            var outcome = await work(db, cancellationToken);
            if (ReferenceEquals(outcome.Refusal, Refusal.JudgeAgain))
                return outcome;
            db.IdempotentAnswers.Add(await KeptAnswer.OfAsync(answer(outcome), http, person, key, hash, now));
            await db.SaveChangesAsync(cancellationToken);
            return outcome;
        };

    private Task<int> ForgetOldAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var since = now - IdempotentAnswer.Kept;
        return db
            .IdempotentAnswers.Where(old => old.PersonKey == person && old.Key == key && old.CreatedAt < since)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private Task<IdempotentAnswer?> FindAsync(BatonDb db, CancellationToken cancellationToken) =>
        db
            .IdempotentAnswers.AsNoTracking()
            .SingleOrDefaultAsync(kept => kept.PersonKey == person && kept.Key == key, cancellationToken);

    private IResult Again(IdempotentAnswer first) =>
        first.RequestHash == hash ? new KeptAnswer(first) : Problems.Result(http, Reused);

    private static string HashOf(HttpRequest request, ReadOnlySpan<byte> print)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(print);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Refusal TooLong { get; } =
        Refusal.Invalid(Header, "rule", $"An Idempotency-Key may have at most {LongestKey} characters.");

    /// <summary>Nobody is told: <see cref="Overtaken"/> is answered in its place.</summary>
    private static Refusal AnsweredMeanwhile { get; } =
        new(409, "changed", "Changed since you read it", "The same request was answered meanwhile.");

    private static Refusal Reused { get; } =
        new(
            422,
            "idempotency-key-reused",
            "The Idempotency-Key was used before",
            "The Idempotency-Key was used within 24 hours for another request."
        )
        {
            Errors = [new(Header, "reused", "The Idempotency-Key was used within 24 hours for another request.")],
        };
}
