using System.Security.Cryptography;
using System.Text;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Hosting;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Web;

/// <summary>
/// Every writing request goes through here: the body is read strictly, the verb runs in one transaction, and where
/// the request carries an
/// <c>Idempotency-Key</c> its answer is committed with what it did, so that a repeated request is answered alike even
/// after a crash.
/// </summary>
internal static class Writes
{
    private const int LongestKey = 255;

    internal static Task RunAsync<TBody, TResult>(
        HttpContext http,
        Func<RequestContext, TBody, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>> verb,
        Func<TResult, RequestContext, Answer> answer
    )
        where TBody : class => RunAsync(http, JsonBody.Read<TBody>, verb, answer);

    /// <param name="http">The request.</param>
    /// <param name="read">Reads the body, where it is no JSON.</param>
    /// <param name="verb">What is to be done.</param>
    /// <param name="answer">What is said of it.</param>
    internal static async Task RunAsync<TBody, TResult>(
        HttpContext http,
        Func<ReadOnlyMemory<byte>, Outcome<TBody>> read,
        Func<RequestContext, TBody, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>> verb,
        Func<TResult, RequestContext, Answer> answer
    )
    {
        var context = http.RequestContext() with { IfMatch = http.IfMatch() };
        var bytes = await http.ReadBodyAsync();
        if (read(bytes).Refused(out var refusal, out var body))
            await Answer.Of(refusal, Problems.TraceId(http)).WriteAsync(http);
        else
            await KeepAsync(http, context, bytes, verb(context, body), answer);
    }

    /// <param name="http">The request.</param>
    /// <param name="print">
    /// What tells it from another one with the same key: its body, or where that is a file, the hash of it.
    /// </param>
    /// <param name="verb">What is to be done.</param>
    /// <param name="answer">What is said of it.</param>
    internal static Task RunAsync<TResult>(
        HttpContext http,
        ReadOnlyMemory<byte> print,
        Func<RequestContext, Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>> verb,
        Func<TResult, RequestContext, Answer> answer
    )
    {
        var context = http.RequestContext() with { IfMatch = http.IfMatch() };
        return KeepAsync(http, context, print, verb(context), answer);
    }

    /// <summary>
    /// For what calls others, which no transaction may wait for: <paramref name="outside"/> runs first, and not again
    /// for an <c>Idempotency-Key</c> that was answered; what it gives runs in the transaction that keeps the answer.
    /// </summary>
    internal static async Task RunOutsideAsync<TBody, TResult>(
        HttpContext http,
        Func<
            RequestContext,
            TBody,
            CancellationToken,
            Task<Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>>
        > outside,
        Func<TResult, RequestContext, Answer> answer
    )
        where TBody : class
    {
        if (await FirstAsync<TBody>(http) is var (context, bytes, body))
            await KeepAsync(http, context, bytes, await outside(context, body, http.RequestAborted), answer);
    }

    /// <summary>
    /// As <see cref="RunOutsideAsync"/> for what is judged before it is written, and judged again where it changed in
    /// between.
    /// </summary>
    internal static async Task RunJudgedAsync<TBody, TResult>(
        HttpContext http,
        Func<
            RequestContext,
            TBody,
            CancellationToken,
            Task<Func<BatonDb, CancellationToken, Task<Outcome<TResult>>>>
        > judge,
        Func<TResult, RequestContext, Answer> answer
    )
        where TBody : class
    {
        if (await FirstAsync<TBody>(http) is not var (context, bytes, body))
            return;
        while (!await TryKeepAsync(http, context, bytes, await judge(context, body, http.RequestAborted), answer))
        {
            // What was judged is not what stands there now.
        }
    }

    /// <summary>
    /// For what stores nothing: the writer is asked for its turn only where an answer is to be kept for an
    /// <c>Idempotency-Key</c>.
    /// </summary>
    internal static async Task AskAsync<TBody, TResult>(
        HttpContext http,
        Func<RequestContext, TBody, CancellationToken, Task<Outcome<TResult>>> ask,
        Func<TResult, RequestContext, Answer> answer
    )
        where TBody : class
    {
        if (await FirstAsync<TBody>(http) is not var (context, bytes, body))
            return;
        var outcome = await ask(context, body, http.RequestAborted);
        if (http.Request.Headers.ContainsKey("Idempotency-Key"))
            await KeepAsync(http, context, bytes, (_, _) => Task.FromResult(outcome), answer);
        else
            await (
                outcome.Refused(out var refusal, out var value)
                    ? Answer.Of(refusal, Problems.TraceId(http))
                    : answer(value, context)
            ).WriteAsync(http);
    }

    /// <summary>Reads the request; null where it was answered: because it cannot be read, or was done before.</summary>
    private static async Task<(
        RequestContext RequestContext,
        ReadOnlyMemory<byte> Bytes,
        TBody Body
    )?> FirstAsync<TBody>(HttpContext http)
        where TBody : class
    {
        var context = http.RequestContext() with { IfMatch = http.IfMatch() };
        var bytes = await http.ReadBodyAsync();
        var refused = JsonBody.Read<TBody>(bytes).Refused(out var refusal, out var body);
        var answered = refused ? Answer.Of(refusal!, Problems.TraceId(http)) : await BeforeAsync(http, context, bytes);
        if (answered is null)
            return (context, bytes, body!);
        await answered.WriteAsync(http);
        return null;
    }

    /// <summary>What the same request was answered before; null when it comes for the first time.</summary>
    internal static async Task<Answer?> BeforeAsync(
        HttpContext http,
        RequestContext context,
        ReadOnlyMemory<byte> bytes
    )
    {
        var person = context.Caller.Person;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > LongestKey)
            return null;
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var since = context.Now - IdempotentAnswer.Kept;
        var first = await db
            .IdempotentAnswers.AsNoTracking()
            .SingleOrDefaultAsync(
                idempotentAnswer =>
                    idempotentAnswer.PersonKey == person
                    && idempotentAnswer.Key == key
                    && idempotentAnswer.CreatedAt >= since,
                http.RequestAborted
            );
        return first is null ? null
            : first.RequestHash == HashOf(http.Request, bytes) ? Again(first)
            : Answer.Of(Reused, Problems.TraceId(http));
    }

    private static async Task KeepAsync<TResult>(
        HttpContext http,
        RequestContext context,
        ReadOnlyMemory<byte> print,
        Func<BatonDb, CancellationToken, Task<Outcome<TResult>>> work,
        Func<TResult, RequestContext, Answer> answer
    )
    {
        if (!await TryKeepAsync(http, context, print, work, answer))
            throw new InvalidOperationException("What asks to be judged again must be run by RunJudgedAsync.");
    }

    /// <summary>False, and nothing is answered, where it is to be judged again.</summary>
    private static async Task<bool> TryKeepAsync<TResult>(
        HttpContext http,
        RequestContext context,
        ReadOnlyMemory<byte> print,
        Func<BatonDb, CancellationToken, Task<Outcome<TResult>>> work,
        Func<TResult, RequestContext, Answer> answer
    )
    {
        var traceId = Problems.TraceId(http);
        var writer = http.RequestServices.GetRequiredService<Writer>();
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || http.Request.Method != "POST")
            return await WriteAsync(Finish(await writer.WriteAsync(work, http.RequestAborted)));
        return await WriteAsync(
            await writer.WriteAsync(
                (db, token) => OnceAsync(db, context, key, HashOf(http.Request, print), RunVerb, traceId, token),
                http.RequestAborted
            )
        );

        Answer? Finish(Outcome<TResult> outcome) =>
            !outcome.Refused(out var refused, out var value) ? answer(value, context)
            : ReferenceEquals(refused, Refusal.JudgeAgain) ? null
            : Answer.Of(refused, traceId);

        async Task<Answer?> RunVerb(BatonDb db, CancellationToken token) => Finish(await work(db, token));

        async Task<bool> WriteAsync(Answer? finished)
        {
            if (finished is not null)
                await finished.WriteAsync(http);
            return finished is not null;
        }
    }

    private static async Task<Answer?> OnceAsync(
        BatonDb db,
        RequestContext context,
        string key,
        string hash,
        Func<BatonDb, CancellationToken, Task<Answer?>> run,
        string traceId,
        CancellationToken cancellationToken
    )
    {
        if (key.Length > LongestKey)
            return Answer.Of(
                Refusal.Invalid(
                    "Idempotency-Key",
                    "rule",
                    $"An Idempotency-Key may have at most {LongestKey} characters."
                ),
                traceId
            );
        var person = context.Caller.Person;
        var since = context.Now - IdempotentAnswer.Kept;
        await db
            .IdempotentAnswers.Where(old => old.PersonKey == person && old.Key == key && old.CreatedAt < since)
            .ExecuteDeleteAsync(cancellationToken);
        var first = await db
            .IdempotentAnswers.AsNoTracking()
            .SingleOrDefaultAsync(
                idempotentAnswer => idempotentAnswer.PersonKey == person && idempotentAnswer.Key == key,
                cancellationToken
            );
        if (first is not null)
            return first.RequestHash == hash ? Again(first) : Answer.Of(Reused, traceId);
        if (await run(db, cancellationToken) is not { } answer)
            return null;
        db.IdempotentAnswers.Add(
            new IdempotentAnswer
            {
                PersonKey = person,
                Key = key,
                RequestHash = hash,
                Status = answer.Status,
                ContentType = answer.ContentType,
                Location = answer.Location,
                ETag = answer.ETag,
                Body = Encoding.UTF8.GetString(answer.Kept ?? answer.Body),
                CreatedAt = context.Now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private static Refusal Reused { get; } =
        new(
            422,
            "idempotency-key-reused",
            "The Idempotency-Key was used before",
            "The Idempotency-Key was used within 24 hours for another request."
        )
        {
            Errors =
            [
                new FieldError(
                    "Idempotency-Key",
                    "reused",
                    "The Idempotency-Key was used within 24 hours for another request."
                ),
            ],
        };

    private static Answer Again(IdempotentAnswer first) =>
        new(first.Status, Encoding.UTF8.GetBytes(first.Body))
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
