using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage;

/// <summary>A statement of the hot path: made once, and kept prepared on each connection that ran it.</summary>
internal sealed class Statement(string sql, Action<DbCommand> addParameters)
{
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<Statement, DbCommand>> Prepared = [];

    /// <param name="sql">The text; its parameters are <c>@p0</c>, <c>@p1</c>, …</param>
    /// <param name="parameters">How many parameters it has.</param>
    internal Statement(string sql, int parameters)
        : this(sql, command => AddPlain(command, parameters))
    {
    }

    /// <summary>The command, with its values, in the transaction of the store that it is given.</summary>
    internal DbCommand On(BatonDb db, ReadOnlySpan<object?> values)
    {
        var command = CommandOn(db.Database.GetDbConnection());
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] is DateTime time && db.IsSqlite ? time.Ticks : values[i] ?? DBNull.Value;
        return command;
    }

    private DbCommand CommandOn(DbConnection connection)
    {
        var commands = Prepared.GetOrCreateValue(connection);
        if (commands.TryGetValue(this, out var known))
            return known;
        var command = connection.CreateCommand();
        command.CommandText = sql;
        addParameters(command);
        return commands[this] = command;
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
