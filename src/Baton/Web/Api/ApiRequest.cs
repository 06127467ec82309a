using System.Reflection;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Web.Api;

/// <summary>
/// A request of the API: who makes it, and how what it does is committed and answered. Where it carries an
/// <c>Idempotency-Key</c>, the answer is committed with what it did.
/// </summary>
internal sealed class ApiRequest : IBindableFromHttpContext<ApiRequest>
{
    private readonly HttpContext http;

    private ApiRequest(HttpContext http)
    {
        this.http = http;
        var context = http.RequestContext();
        Context = HttpMethods.IsGet(http.Request.Method) ? context : context with { IfMatch = http.IfMatch() };
    }

    internal RequestContext Context { get; }

    public static ValueTask<ApiRequest?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<ApiRequest?>(new ApiRequest(context));

    /// <param name="work">What is to be done, in one transaction.</param>
    /// <param name="answer">What is answered when it was done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="kept">
    /// What a repeated request is answered, where that is not the same: a secret is said once and never stored.
    /// </param>
    /// <param name="newHandoffs">How many handoffs it is about to begin.</param>
    internal async Task<Results<TResult, ProblemHttpResult>> WriteAsync<T, TResult>(
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<T, TResult> answer,
        CancellationToken cancellationToken,
        Func<T, TResult>? kept = null,
        int newHandoffs = 0
    )
        where TResult : IResult
    {
        var once = Once(work, kept ?? answer);
        return Answer(await Writer.WriteAsync(once, cancellationToken, newHandoffs), answer);
    }

    /// <summary>
    /// For what is judged before it is written, or calls others, which no transaction may wait for. It is judged again
    /// where it changed before it was written.
    /// </summary>
    internal async Task<Results<TResult, ProblemHttpResult>> WriteJudgedAsync<T, TResult>(
        Func<CancellationToken, Task<Func<BatonDb, CancellationToken, Task<Outcome<T>>>>> judge,
        Func<T, TResult> answer,
        CancellationToken cancellationToken
    )
        where TResult : IResult
    {
        var outcome = await Writer.WriteJudgedAsync(async token => Once(await judge(token), answer), cancellationToken);
        return Answer(outcome, answer);
    }

    /// <summary>For a POST that stores nothing but its answer, and that only for an <c>Idempotency-Key</c>.</summary>
    internal Task<Results<TResult, ProblemHttpResult>> AnswerOnceAsync<T, TResult>(
        Outcome<T> outcome,
        Func<T, TResult> answer,
        CancellationToken cancellationToken
    )
        where TResult : IResult =>
        IdempotentRequest.Of(http) is null
            ? Task.FromResult(Answer(outcome, answer))
            : WriteAsync((_, _) => Task.FromResult(outcome), answer, cancellationToken);

    internal Results<TResult, ProblemHttpResult> Answer<T, TResult>(Outcome<T> outcome, Func<T, TResult> answer)
        where TResult : IResult => outcome.Refused(out var refusal, out var value) ? Refuse(refusal) : answer(value);

    internal ProblemHttpResult Refuse(Refusal refusal) => Problems.Result(http, refusal);

    internal Results<Ok<T>, ProblemHttpResult> Answer<T>(Outcome<T> outcome) => Answer(outcome, TypedResults.Ok);

    private Writer Writer => http.RequestServices.GetRequiredService<Writer>();

    private Func<BatonDb, CancellationToken, Task<Outcome<T>>> Once<T, TResult>(
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<T, TResult> answer
    )
        where TResult : IResult => IdempotentRequest.Of(http)?.Once(work, outcome => Answer(outcome, answer)) ?? work;
}
