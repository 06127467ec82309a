using System.Globalization;

namespace Baton.Storage;

/// <summary>
/// The one way to change the store. What <c>work</c> does is committed as a whole, or not at all when it throws.
/// </summary>
internal abstract class Writer(TimeProvider time, IEnumerable<SaveRule> rules)
{
    private readonly IReadOnlyList<SaveRule> rules = [.. rules];

    /// <summary>What may still be stored with an earlier time than now.</summary>
    internal ChangesUnderWay UnderWay { get; } = new();

    internal WriteHealth Health { get; } = new(time);

    /// <summary>Raised after a commit, on the thread that committed: whoever listens must be quick.</summary>
    internal event Action? Committed;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and commits. It may run more than once, so it must do nothing
    /// but use the store it is given.
    /// </summary>
    /// <param name="work">What is to be done.</param>
    /// <param name="cancellationToken">Ends it while it waits for its turn.</param>
    /// <param name="newHandoffs">
    /// How many handoffs it is about to begin, where many such writes may come at once: their numbers are fetched
    /// together.
    /// </param>
    internal async Task<T> WriteAsync<T>(
        Func<BatonDb, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        int newHandoffs = 0
    )
    {
        using var write = UnderWay.Begin(time);
        var acting = Acting.Current with { At = write.At };
        var language = CultureInfo.CurrentUICulture;
        var result = await CommitOrNoteAsync(
            (db, token) =>
            {
                // What is refused in there is said in the language of whoever asked.
                if (CultureInfo.CurrentUICulture != language)
                    CultureInfo.CurrentUICulture = language;
                db.Acting = acting;
                db.Rules = rules;
                return work(db, token);
            },
            newHandoffs,
            cancellationToken
        );
        CommitLog.Add();
        return result;
    }

    internal Task WriteAsync(Func<BatonDb, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (db, token) =>
            {
                await work(db, token);
                return true;
            },
            cancellationToken
        );

    private async Task<T> CommitOrNoteAsync<T>(
        Func<BatonDb, CancellationToken, Task<T>> work,
        int newHandoffs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var result = await CommitAsync(work, newHandoffs, cancellationToken);
            Health.Succeeded();
            return result;
        }
        catch (Exception exception)
        {
            Health.Failed(exception);
            throw;
        }
    }

    protected abstract Task<T> CommitAsync<T>(
        Func<BatonDb, CancellationToken, Task<T>> work,
        int newHandoffs,
        CancellationToken cancellationToken
    );

    protected void OnCommitted() => Committed?.Invoke();
}
