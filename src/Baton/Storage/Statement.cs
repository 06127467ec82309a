using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SQLitePCL;

namespace Baton.Storage;

/// <summary>A statement of the hot path: made once, and kept prepared on each connection that ran it.</summary>
internal sealed partial class Statement(string sql, Func<DbCommand, IEnumerable<DbParameter>> makeParameters)
{
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<Statement, DbCommand>> Commands = [];
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<Statement, sqlite3_stmt>> OnSqlite = [];

    private readonly string onPostgres = Named()
        .Replace(sql, match => $"${int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1}");

    /// <param name="sql">The text; its parameters are <c>@p0</c>, <c>@p1</c>, …</param>
    /// <param name="parameters">How many parameters it has.</param>
    internal Statement(string sql, int parameters)
        : this(sql, command => Plain(command, parameters)) { }

    /// <summary>Where it is sent among those that nobody waits for.</summary>
    internal StatementPlace Place { get; init; } = new(StatementPlace.Last, "");

    /// <summary>The same for many rows at once.</summary>
    internal ManyRows? Many { get; init; }

    /// <summary>Runs it with its values in the transaction of the store that it is given.</summary>
    /// <returns>How many rows it changed.</returns>
    internal async Task<int> ExecuteAsync(BatonDb db, object?[] values, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
        {
            await db.SendAsync(cancellationToken);
            return await With(db, values).ExecuteNonQueryAsync(cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var sqlite = (SqliteConnection)db.Database.GetDbConnection();
        Step(sqlite, values);
        return raw.sqlite3_changes(sqlite.Handle);
    }

    /// <summary>
    /// Runs it where nobody waits for its answer: on PostgreSQL it is sent together with others, before anything is
    /// asked of the store and before the commit. Those for one table are run in their order, those for the tables that
    /// rows refer to first.
    /// </summary>
    /// <param name="db">The store.</param>
    /// <param name="values">The values.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="expected">
    /// How many rows it must change; the transaction fails where it changes others. -1: any number.
    /// </param>
    internal async Task SendAsync(BatonDb db, object?[] values, CancellationToken cancellationToken, int expected = -1)
    {
        if (db.Group is { } group)
        {
            group.Add(this, values, expected);
            if (group.IsFull)
                await group.SendAsync(db, cancellationToken);
        }
        else if (
            await ExecuteAsync(db, values, cancellationToken) is var changed
            && expected >= 0
            && changed != expected
        )
            throw new DbUpdateConcurrencyException("Somebody else was faster.");
    }

    internal NpgsqlBatchCommand ToCommand(object?[] values)
    {
        using var maker = new NpgsqlCommand();
        var command = new NpgsqlBatchCommand(onPostgres);
        foreach (var (i, parameter) in makeParameters(maker).Index())
        {
            parameter.ParameterName = "";
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>
    /// To be called before the connection is closed: SQLite keeps one open whose statements are not gone.
    /// </summary>
    internal static void Forget(SqliteConnection connection)
    {
        if (!OnSqlite.TryGetValue(connection, out var statements))
            return;
        foreach (var statement in statements.Values)
            statement.Dispose();
        OnSqlite.Remove(connection);
    }

    private DbCommand With(BatonDb db, object?[] values)
    {
        var connection = db.Database.GetDbConnection();
        var commands = Commands.GetOrCreateValue(connection);
        if (!commands.TryGetValue(this, out var command))
        {
            commands[this] = command = connection.CreateCommand();
            command.CommandText = onPostgres;
            foreach (var parameter in makeParameters(command))
            {
                // The driver reads through the text for names only where there are any.
                parameter.ParameterName = "";
                command.Parameters.Add(parameter);
            }
        }

        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>
    /// Straight to the engine: the provider looks every parameter up by its name each time, and makes a reader for
    /// what returns no rows.
    /// </summary>
    private void Step(SqliteConnection connection, ReadOnlySpan<object?> values)
    {
        var statements = OnSqlite.GetOrCreateValue(connection);
        if (!statements.TryGetValue(this, out var statement))
        {
            SqliteException.ThrowExceptionForRC(
                raw.sqlite3_prepare_v2(connection.Handle, sql, out statement),
                connection.Handle
            );
            statements[this] = statement;
        }

        try
        {
            for (var i = 0; i < values.Length; i++)
                SqliteException.ThrowExceptionForRC(Bind(statement, i + 1, values[i]), connection.Handle);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_step(statement), connection.Handle);
        }
        finally
        {
            // Its answer is that of the step before.
            _ = raw.sqlite3_reset(statement);
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(statement, place),
            string text => BindText(statement, place, text),
            long number => raw.sqlite3_bind_int64(statement, place, number),
            int number => raw.sqlite3_bind_int64(statement, place, number),
            bool yes => raw.sqlite3_bind_int64(statement, place, yes ? 1 : 0),
            DateTime time => raw.sqlite3_bind_int64(statement, place, time.Ticks),
            double number => raw.sqlite3_bind_double(statement, place, number),
            byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
            _ => throw new InvalidOperationException($"A {value.GetType().Name} has no place in a column of SQLite."),
        };

    private static int BindText(sqlite3_stmt statement, int place, string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var result = raw.sqlite3_bind_text(statement, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    private static IEnumerable<DbParameter> Plain(DbCommand command, int count)
    {
        for (var i = 0; i < count; i++)
            yield return command.CreateParameter();
    }

    [GeneratedRegex("@p([0-9]+)")]
    private static partial Regex Named();
}
