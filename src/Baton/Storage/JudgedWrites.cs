namespace Baton.Storage;

/// <summary>
/// Writes that depend on a judgement which may take long, such as the gate's: it is made outside of the writer's
/// turn, which everybody waits for.
/// </summary>
internal static class JudgedWrites
{
    /// <summary>Judges, writes, and goes again while what was judged had changed before the write.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="judge">
    /// Reads and judges; what it gives is run in the transaction, and answers <see cref="Refusal.JudgeAgain"/> where
    /// it finds other than what was judged.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<Outcome<T>> WriteJudgedAsync<T>(
        this Writer writer,
        Func<CancellationToken, Task<Func<BatonDb, CancellationToken, Task<Outcome<T>>>>> judge,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var outcome = await writer.WriteAsync(await judge(cancellationToken), cancellationToken);
            if (!ReferenceEquals(outcome.Refusal, Refusal.JudgeAgain))
                return outcome;
        }
    }
}
