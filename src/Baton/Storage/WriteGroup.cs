using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// What the writes of one transaction share on PostgreSQL: the statements whose answers nobody waits for, which are
/// sent together, and the numbers of the handoffs that they begin.
/// </summary>
/// <param name="shard">
/// The share of rows that many writes count in, such as <c>metric_hours</c>: no two transactions of a server that go
/// on side by side have the same.
/// </param>
internal sealed class WriteGroup(int shard)
{
    /// <summary>So much at once is sent without waiting for more.</summary>
    private const int MostRows = 2000;
    private const int MostCharacters = 4_000_000;

    private readonly SortedDictionary<StatementPlace, List<WaitingStatement>> waiting = [];
    private readonly Queue<long> handoffIds = [];
    private int newHandoffs;
    private int rows;
    private long characters;

    internal int Shard => shard;

    internal bool IsFull => rows >= MostRows || characters >= MostCharacters;

    /// <summary>A transaction begins; what one before left behind is gone with it.</summary>
    internal void Begin(int newHandoffs)
    {
        Clear();
        handoffIds.Clear();
        this.newHandoffs = newHandoffs;
    }

    internal void Add(Statement statement, object?[] values, int expected)
    {
        if (!waiting.TryGetValue(statement.Place, out var here))
            waiting[statement.Place] = here = [];
        if (statement.Many is null || here.Count == 0 || here[^1].Statement != statement)
            here.Add(new WaitingStatement(statement));
        here[^1].Rows.Add(values);
        here[^1].Expected += expected;
        rows++;
        foreach (var value in values)
            characters += value is string text ? text.Length : 0;
    }

    /// <summary>
    /// Sends what waits, in one go. It comes before all that asks the store for something, and before the commit.
    /// </summary>
    internal async Task SendAsync(BatonDb db, CancellationToken cancellationToken)
    {
        if (rows == 0)
            return;
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction()
        );
        var sent = waiting.Values.SelectMany(here => here).ToList();
        Clear();
        foreach (var statement in sent)
            batch.BatchCommands.Add(statement.ToCommand());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        for (var i = 0; i < sent.Count; i++)
        {
            if (sent[i].Expected >= 0 && (int)batch.BatchCommands[i].RecordsAffected != sent[i].Expected)
                throw new DbUpdateConcurrencyException("Somebody else was faster.");
        }
    }

    /// <summary>The number of the next handoff; those that the group may need are fetched together.</summary>
    internal async Task<long> NextHandoffIdAsync(BatonDb db, CancellationToken cancellationToken)
    {
        if (handoffIds.Count == 0)
        {
            foreach (var id in await HandoffIds.FetchAsync(db, Math.Max(1, newHandoffs), cancellationToken))
                handoffIds.Enqueue(id);
        }

        newHandoffs--;
        return handoffIds.Dequeue();
    }

    private void Clear()
    {
        waiting.Clear();
        rows = 0;
        characters = 0;
    }

    private sealed record WaitingStatement(Statement Statement)
    {
        /// <summary>How many rows it must change in all; below 0 where any number is as good.</summary>
        internal int Expected { get; set; }

        internal List<object?[]> Rows { get; } = [];

        internal NpgsqlBatchCommand ToCommand() =>
            Rows.Count == 1 ? Statement.ToCommand(Rows[0]) : Statement.Many!.ToCommand(Rows);
    }
}

/// <summary>Where among others a statement is sent: tables that rows refer to come before them.</summary>
/// <param name="Depth">More than that of every table to which its rows refer.</param>
/// <param name="Table">The only table that it reads or changes.</param>
internal readonly record struct StatementPlace(int Depth, string Table) : IComparable<StatementPlace>
{
    /// <summary>Rows that others may wait for are taken last.</summary>
    internal const int Last = 100;

    public int CompareTo(StatementPlace other) =>
        Depth != other.Depth ? Depth.CompareTo(other.Depth) : string.CompareOrdinal(Table, other.Table);
}
