using Microsoft.Extensions.Caching.Memory;

namespace Baton.Web.Pages;

/// <summary>
/// What was read for somebody's page, for as long as nothing at all is written to the store: then it is the same, but
/// for what time alone changes, which holds for the minute.
/// </summary>
internal sealed class KeptReads : IDisposable
{
    /// <summary>So many answers are kept at most.</summary>
    private const int Most = 10_000;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <param name="http">The request; one that writes reads anew, for it knows the state before it alone.</param>
    /// <param name="name">What is read; one name for one type.</param>
    /// <param name="read">Reads it of the store.</param>
    internal async ValueTask<T> ReadAsync<T>(HttpContext http, string name, Func<Task<T>> read)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
            return await read();
        var context = http.RequestContext();
        var key = (context.Caller.Person, name);
        var at = (context.Catalog.StoreState, context.Now.Ticks / TimeSpan.TicksPerMinute);
        if (kept.TryGetValue(key, out Kept<T>? known) && known!.At == at)
            return known.Value;
        var value = await read();
        kept.Set(
            key,
            new Kept<T>(at, value),
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(1) }
        );
        return value;
    }

    public void Dispose() => kept.Dispose();

    private sealed record Kept<T>((string State, long Minute) At, T Value);
}
