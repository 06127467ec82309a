using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Storage;

/// <summary>
/// A query of the hot path: made into SQL once for the model of each engine, so that a call looks nothing up.
/// </summary>
/// <param name="query">It may name nothing but its parameters and constants.</param>
internal sealed class HotQuery<TArgument, TResult>(Expression<Func<BatonDb, TArgument, TResult?>> query)
{
    private readonly ConcurrentDictionary<IModel, Func<BatonDb, TArgument, Task<TResult?>>> compiled = [];

    internal Task<TResult?> RunAsync(BatonDb db, TArgument argument) =>
        compiled.GetOrAdd(db.Model, _ => EF.CompileAsyncQuery(query))(db, argument);
}

/// <inheritdoc cref="HotQuery{TArgument, TResult}"/>
internal sealed class HotQuery<TFirst, TSecond, TResult>(Expression<Func<BatonDb, TFirst, TSecond, TResult?>> query)
{
    private readonly ConcurrentDictionary<IModel, Func<BatonDb, TFirst, TSecond, Task<TResult?>>> compiled = [];

    internal Task<TResult?> RunAsync(BatonDb db, TFirst first, TSecond second) =>
        compiled.GetOrAdd(db.Model, _ => EF.CompileAsyncQuery(query))(db, first, second);
}

/// <summary>The same, of any number of rows.</summary>
/// <param name="query">It may name nothing but its parameters and constants.</param>
internal sealed class HotRows<TArgument, TRow>(Expression<Func<BatonDb, TArgument, IQueryable<TRow>>> query)
{
    private readonly ConcurrentDictionary<IModel, Func<BatonDb, TArgument, IAsyncEnumerable<TRow>>> compiled = [];

    internal ValueTask<List<TRow>> ReadAsync(BatonDb db, TArgument argument, CancellationToken cancellationToken) =>
        compiled.GetOrAdd(db.Model, _ => EF.CompileAsyncQuery(query))(db, argument).ToListAsync(cancellationToken);
}

/// <inheritdoc cref="HotRows{TArgument, TRow}"/>
internal sealed class HotRows<TFirst, TSecond, TRow>(Expression<Func<BatonDb, TFirst, TSecond, IQueryable<TRow>>> query)
{
    private readonly ConcurrentDictionary<IModel, Func<BatonDb, TFirst, TSecond, IAsyncEnumerable<TRow>>> compiled = [];

    internal ValueTask<List<TRow>> ReadAsync(
        BatonDb db,
        TFirst first,
        TSecond second,
        CancellationToken cancellationToken
    ) =>
        compiled.GetOrAdd(db.Model, _ => EF.CompileAsyncQuery(query))(db, first, second).ToListAsync(cancellationToken);
}
