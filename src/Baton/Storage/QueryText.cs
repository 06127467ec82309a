using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// The text of a query that is put together from parts. The framework makes it once, of marks that stand for what
/// changes from call to call; a call puts its values in their places and asks the engine itself.
/// </summary>
internal sealed class QueryText
{
    private readonly string sql;
    private readonly List<(string Name, Func<IReadOnlyDictionary<object, object>, object> Value)> parameters = [];

    /// <param name="query">The query, made of the marks.</param>
    /// <param name="marks">Texts and times that stand for values, and are nothing else in the query.</param>
    internal QueryText(IQueryable query, IReadOnlySet<object> marks)
    {
        using var command = query.CreateDbCommand();
        sql = command.CommandText;
        foreach (DbParameter parameter in command.Parameters)
            parameters.Add((parameter.ParameterName, ValueOf(parameter.Value!, marks)));
    }

    /// <param name="db">Whose connection it goes over.</param>
    /// <param name="values">For each mark its value.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task ReadAsync(
        BatonDb db,
        IReadOnlyDictionary<object, object> values,
        Action<DbDataReader> read,
        CancellationToken cancellationToken
    )
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value(values));
                command.Parameters.Add(parameter);
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                read(reader);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>SQLite has times as numbers.</summary>
    private static Func<IReadOnlyDictionary<object, object>, object> ValueOf(
        object found,
        IReadOnlySet<object> marks
    ) =>
        found switch
        {
            _ when marks.Contains(found) => values => values[found],
            long ticks when marks.OfType<DateTime>().Any(mark => mark.Ticks == ticks) => values =>
                ((DateTime)values[new DateTime(ticks, DateTimeKind.Utc)]).Ticks,
            IEnumerable<string> texts => values =>
                texts.Select(text => (string)values.GetValueOrDefault(text, text)).ToArray(),
            _ => _ => found,
        };
}
