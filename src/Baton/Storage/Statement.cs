using System.Buffers;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Baton.Storage;

/// <summary>A statement of the hot path: made once, and kept prepared on each connection that ran it.</summary>
internal sealed class Statement(string sql, Action<DbCommand> addParameters)
{
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<Statement, DbCommand>> Commands = [];
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<Statement, sqlite3_stmt>> OnSqlite = [];

    /// <param name="sql">The text; its parameters are <c>@p0</c>, <c>@p1</c>, …</param>
    /// <param name="parameters">How many parameters it has.</param>
    internal Statement(string sql, int parameters)
        : this(sql, command => AddPlain(command, parameters)) { }

    /// <summary>Runs it with its values in the transaction of the store that it is given.</summary>
    /// <returns>How many rows it changed.</returns>
    internal Task<int> ExecuteAsync(BatonDb db, ReadOnlySpan<object?> values, CancellationToken cancellationToken)
    {
        if (db.Database.GetDbConnection() is not SqliteConnection sqlite)
            return With(db, values).ExecuteNonQueryAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Step(sqlite, values);
        return Task.FromResult(raw.sqlite3_changes(sqlite.Handle));
    }

    /// <summary>The one value that it returns; for PostgreSQL alone.</summary>
    internal Task<object?> ScalarAsync(BatonDb db, ReadOnlySpan<object?> values, CancellationToken cancellationToken) =>
        With(db, values).ExecuteScalarAsync(cancellationToken);

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

    private DbCommand With(BatonDb db, ReadOnlySpan<object?> values)
    {
        var connection = db.Database.GetDbConnection();
        var commands = Commands.GetOrCreateValue(connection);
        if (!commands.TryGetValue(this, out var command))
        {
            commands[this] = command = connection.CreateCommand();
            command.CommandText = sql;
            addParameters(command);
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

    private static void AddPlain(DbCommand command, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
    }
}
