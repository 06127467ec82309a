using System.Security.Cryptography;
using System.Text;
using Baton.Client;
using Baton.Features;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Web;

/// <summary>
/// Every writing request goes through here: the body is read strictly, the verb runs in one transaction, and where the request carries an
/// <c>Idempotency-Key</c> its answer is committed with what it did, so that a repeated request is answered alike even after a crash.
/// </summary>
internal static class Writes
{
    private const int LongestKey = 255;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    internal static Task RunAsync<TBody, TResult>(
        HttpContext http, Func<Act, TBody, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>> verb, Func<TResult, Act, Answer> answer)
        where TBody : class => RunAsync(http, JsonBody.Read<TBody>, verb, answer);

    /// <param name="http">The request.</param>
    /// <param name="read">Reads the body, where it is no JSON.</param>
    /// <param name="verb">What is to be done.</param>
    /// <param name="answer">What is said of it.</param>
    internal static async Task RunAsync<TBody, TResult>(
        HttpContext http,
        Func<ReadOnlyMemory<byte>, Outcome<TBody>> read,
        Func<Act, TBody, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>> verb,
        Func<TResult, Act, Answer> answer)
    {
        var act = http.Act() with { IfMatch = http.IfMatch() };
        var bytes = await http.ReadBodyAsync();
        if (read(bytes).Refused(out var refusal, out var body))
            await Answer.Of(refusal, Problems.TraceId(http)).WriteAsync(http);
        else
            await KeepAsync(http, act, bytes, verb(act, body), answer);
    }

    /// <param name="http">The request.</param>
    /// <param name="print">What tells it from another one with the same key: its body, or where that is a file, the hash of it.</param>
    /// <param name="verb">What is to be done.</param>
    /// <param name="answer">What is said of it.</param>
    internal static Task RunAsync<TResult>(
        HttpContext http, ReadOnlyMemory<byte> print, Func<Act, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>> verb, Func<TResult, Act, Answer> answer)
    {
        var act = http.Act() with { IfMatch = http.IfMatch() };
        return KeepAsync(http, act, print, verb(act), answer);
    }

    /// <summary>
    /// For what calls others, which no transaction may wait for: <paramref name="outside"/> runs first, and not again for an <c>Idempotency-Key</c> that was
    /// answered; what it gives runs in the transaction that keeps the answer.
    /// </summary>
    internal static async Task RunOutsideAsync<TBody, TResult>(
        HttpContext http, Func<Act, TBody, CancellationToken, Task<Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>>> outside, Func<TResult, Act, Answer> answer)
        where TBody : class
    {
        var act = http.Act() with { IfMatch = http.IfMatch() };
        var bytes = await http.ReadBodyAsync();
        if (JsonBody.Read<TBody>(bytes).Refused(out var refusal, out var body))
            await Answer.Of(refusal, Problems.TraceId(http)).WriteAsync(http);
        else if (await BeforeAsync(http, act, bytes) is { } before)
            await before.WriteAsync(http);
        else
            await KeepAsync(http, act, bytes, await outside(act, body, http.RequestAborted), answer);
    }

    private static async Task<Answer?> BeforeAsync(HttpContext http, Act act, ReadOnlyMemory<byte> bytes)
    {
        var (person, key) = (act.Caller.Person, http.Request.Headers["Idempotency-Key"].ToString());
        if (key.Length is 0 or > LongestKey)
            return null;
        await using var db = await http.RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(http.RequestAborted);
        var since = act.Now - Kept;
        var first = await db.IdempotentAnswers.AsNoTracking().SingleOrDefaultAsync(one => one.PersonKey == person && one.Key == key && one.CreatedAt >= since, http.RequestAborted);
        return first is null ? null : first.RequestHash == HashOf(http.Request, bytes) ? Again(first) : Answer.Of(Reused, Problems.TraceId(http));
    }

    private static async Task KeepAsync<TResult>(
        HttpContext http, Act act, ReadOnlyMemory<byte> print, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>> work, Func<TResult, Act, Answer> answer)
    {
        var traceId = Problems.TraceId(http);
        var writer = http.RequestServices.GetRequiredService<Writer>();
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || http.Request.Method != "POST")
        {
            var outcome = await writer.WriteAsync(work, http.RequestAborted);
            await Finish(outcome).WriteAsync(http);
            return;
        }

        var kept = await writer.WriteAsync((db, token) => OnceAsync(db, act, key, HashOf(http.Request, print), RunVerb, traceId, token), http.RequestAborted);
        await kept.WriteAsync(http);

        Answer Finish(Outcome<TResult> outcome) => outcome.Refused(out var refused, out var value) ? Answer.Of(refused, traceId) : answer(value, act);

        async Task<Answer> RunVerb(BatonDb db, CancellationToken token) => Finish(await work(db, token));
    }

    private static async Task<Answer> OnceAsync(
        BatonDb db, Act act, string key, string hash, Func<BatonDb, CancellationToken, Task<Answer>> run, string traceId, CancellationToken cancellationToken)
    {
        if (key.Length > LongestKey)
            return Answer.Of(Refusal.Invalid("Idempotency-Key", "rule", $"An Idempotency-Key may have at most {LongestKey} characters."), traceId);
        var person = act.Caller.Person;
        var since = act.Now - Kept;
        await db.IdempotentAnswers.Where(old => old.PersonKey == person && old.Key == key && old.CreatedAt < since).ExecuteDeleteAsync(cancellationToken);
        var first = await db.IdempotentAnswers.AsNoTracking().SingleOrDefaultAsync(one => one.PersonKey == person && one.Key == key, cancellationToken);
        if (first is not null)
            return first.RequestHash == hash ? Again(first) : Answer.Of(Reused, traceId);
        var answer = await run(db, cancellationToken);
        db.IdempotentAnswers.Add(new IdempotentAnswer
        {
            PersonKey = person,
            Key = key,
            RequestHash = hash,
            Status = answer.Status,
            ContentType = answer.ContentType,
            Location = answer.Location,
            ETag = answer.ETag,
            Body = Encoding.UTF8.GetString(answer.Kept ?? answer.Body),
            CreatedAt = act.Now,
        });
        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private static Refusal Reused { get; } = new(422, "idempotency-key-reused", "The Idempotency-Key was used before", "The Idempotency-Key was used within 24 hours for another request.")
    {
        Errors = [new FieldError("Idempotency-Key", "reused", "The Idempotency-Key was used within 24 hours for another request.")],
    };

    private static Answer Again(IdempotentAnswer first) => new(first.Status, Encoding.UTF8.GetBytes(first.Body))
    {
        ContentType = first.ContentType,
        Location = first.Location,
        ETag = first.ETag,
    };

    private static string HashOf(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
