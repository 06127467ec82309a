using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Hosting;

/// <summary>
/// Answers are kept for a day, for whoever repeats a request or a form. After that they are taken away, some at a
/// time, so that nobody waits for it.
/// </summary>
internal sealed class ForgetAnswers(IDbContextFactory<BatonDb> factory, Writer writer, TimeProvider time)
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(10);

    private DateTime next;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var more = true;
        if (now < next)
            return;
        while (more)
            more = await SomeAsync(now - IdempotentAnswer.Kept, cancellationToken) == MostAtOnce;
        next = now + BetweenLooks;
    }

    private async Task<int> SomeAsync(DateTime before, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var old = await db
            .IdempotentAnswers.Where(answer => answer.CreatedAt < before)
            .OrderBy(answer => answer.CreatedAt)
            .Select(answer => new { answer.PersonKey, answer.Key })
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        if (old.Count == 0)
            return 0;
        await writer.WriteAsync(
            async (writing, token) =>
            {
                foreach (var person in old.GroupBy(answer => answer.PersonKey))
                {
                    var keys = person.Select(answer => answer.Key).ToList();
                    await writing
                        .IdempotentAnswers.Where(answer =>
                            answer.PersonKey == person.Key && keys.Contains(answer.Key) && answer.CreatedAt < before
                        )
                        .ExecuteDeleteAsync(token);
                }
            },
            cancellationToken
        );
        return old.Count;
    }
}
