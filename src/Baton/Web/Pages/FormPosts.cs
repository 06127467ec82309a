using System.Security.Cryptography;
using System.Text;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Web.Pages;

/// <summary>
/// What a form does, it does once, however often the same form is sent: where its answer was lost, where somebody
/// clicks twice, or goes back and clicks again. Each page that is made carries a token of its own in its forms, so
/// the token and what was typed are the form's idempotency key, without a script; where it leads is committed with
/// what it did, as answers of the API are.
/// </summary>
internal static class FormPosts
{
    private const string Token = "form";
    private const string Prefix = "form ";

    /// <param name="http">The request.</param>
    /// <param name="work">What the form does.</param>
    /// <param name="next">Where it leads when it is done.</param>
    /// <param name="refused">What is shown when it was refused, which may be sent again.</param>
    /// <param name="once">What is shown there, once: its kind, and the text.</param>
    internal static async Task<IResult> PostAsync<T>(
        this HttpContext http,
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<T, string> next,
        Func<Refusal, Task<IResult>> refused,
        (string Kind, Func<T, string> Text)? once = null
    )
    {
        if ((await http.OnceAsync(work, next)).Refused(out var refusal, out var done))
            return await refused(refusal);
        if (once is not { } shown)
            return Results.LocalRedirect(done.Next);
        return done.First
            ? Once.Show(http, done.Next, shown.Kind, shown.Text(done.Value!))
            : Once.Again(done.Next, shown.Kind);
    }

    /// <summary>The same for what is judged before it is written.</summary>
    internal static async Task<IResult> PostJudgedAsync<T>(
        this HttpContext http,
        Func<CancellationToken, Task<Func<BatonDb, CancellationToken, Task<Outcome<T>>>>> judge,
        Func<T, string> next,
        Func<Refusal, Task<IResult>> refused
    ) =>
        (await http.OnceAsync(judge, next)).Refused(out var refusal, out var done)
            ? await refused(refusal)
            : Results.LocalRedirect(done.Next);

    /// <summary>What was done, or where the same form led when it was sent before.</summary>
    internal static Task<Outcome<Done<T>>> OnceAsync<T>(
        this HttpContext http,
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<T, string> next
    ) => http.OnceAsync(_ => Task.FromResult(work), next);

    private static async Task<Outcome<Done<T>>> OnceAsync<T>(
        this HttpContext http,
        Func<CancellationToken, Task<Func<BatonDb, CancellationToken, Task<Outcome<T>>>>> judge,
        Func<T, string> next
    )
    {
        var context = http.RequestContext();
        var key = await KeyOfAsync(http);
        return await http.RequestServices.GetRequiredService<Writer>().WriteJudgedAsync(WorkAsync, http.RequestAborted);

        async Task<Func<BatonDb, CancellationToken, Task<Outcome<Done<T>>>>> WorkAsync(
            CancellationToken cancellationToken
        )
        {
            var work = await judge(cancellationToken);
            return (db, token) => OnceAsync(db, context, key, work, next, token);
        }
    }

    private static async Task<Outcome<Done<T>>> OnceAsync<T>(
        BatonDb db,
        RequestContext context,
        string? key,
        Func<BatonDb, CancellationToken, Task<Outcome<T>>> work,
        Func<T, string> next,
        CancellationToken cancellationToken
    )
    {
        var person = context.Caller.Person;
        if (
            key is not null
            && await db
                .IdempotentAnswers.AsNoTracking()
                .SingleOrDefaultAsync(
                    idempotentAnswer => idempotentAnswer.PersonKey == person && idempotentAnswer.Key == key,
                    cancellationToken
                )
                is { Location: { } there }
        )
            return new Done<T>(there, default, First: false);
        if ((await work(db, cancellationToken)).Refused(out var refusal, out var value))
            return refusal;
        var done = new Done<T>(next(value), value, First: true);
        if (key is null)
            return done;
        db.IdempotentAnswers.Add(
            new IdempotentAnswer
            {
                PersonKey = person,
                Key = key,
                RequestHash = key,
                Status = StatusCodes.Status302Found,
                ContentType = "text/html; charset=utf-8",
                Location = done.Next,
                Body = "",
                CreatedAt = context.Now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return done;
    }

    /// <summary>
    /// Null for a form without its token in it, as a program sends that has it in a header: nothing tells two of
    /// those apart.
    /// </summary>
    private static async Task<string?> KeyOfAsync(HttpContext http)
    {
        var form = (await Form.ReadAsync(http)).Fields;
        if (form[Token].Count == 0)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, http.Request.Path + http.Request.QueryString);
        foreach (var (name, values) in form)
        {
            Add(hash, name);
            foreach (var value in values)
                Add(hash, value ?? "");
        }

        foreach (var file in form.Files)
        {
            Add(hash, file.FileName);
            await using var content = file.OpenReadStream();
            hash.AppendData(await SHA256.HashDataAsync(content, http.RequestAborted));
        }

        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(BitConverter.GetBytes(text.Length));
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}

/// <param name="Next">Where it leads.</param>
/// <param name="Value">What was done; nothing where it was done before.</param>
/// <param name="First">Whether it was done now.</param>
internal sealed record Done<T>(string Next, T? Value, bool First);
