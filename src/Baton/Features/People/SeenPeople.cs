using System.Collections.Concurrent;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>When a person last used Baton.</summary>
internal sealed class LastSeen
{
    public required string PersonKey { get; init; }

    public required DateTime SeenAt { get; set; }
}

/// <summary>
/// Notes who uses Baton. A request notes it in memory alone; the clocks store it once a minute, and for each person
/// once in five minutes, so that reading costs no write.
/// </summary>
internal sealed class SeenPeople(Writer writer, TimeProvider time)
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Exactness = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTime> waiting = new();
    private readonly ConcurrentDictionary<string, DateTime> stored = new();
    private DateTime next;

    internal void Note(string person)
    {
        var now = time.UtcNow();
        if (!stored.TryGetValue(person, out var before) || now - before >= Exactness)
            waiting[person] = now;
    }

    /// <summary>What is known here and not stored yet.</summary>
    internal DateTime? Newer(string person) => waiting.TryGetValue(person, out var seen) ? seen : null;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (now < next)
            return;
        next = now + BetweenRounds;
        var seen = waiting.ToArray();
        if (seen.Length == 0)
            return;
        await writer.WriteAsync((db, token) => KeepAsync(db, seen, token), cancellationToken);
        foreach (var (person, at) in seen)
        {
            stored[person] = at;
            waiting.TryRemove(new KeyValuePair<string, DateTime>(person, at));
        }
    }

    private static async Task KeepAsync(
        BatonDb db,
        IReadOnlyList<KeyValuePair<string, DateTime>> seen,
        CancellationToken cancellationToken
    )
    {
        var keys = seen.Select(pair => pair.Key).ToList();
        var people = await db
            .People.Where(person => keys.Contains(person.Key))
            .Select(person => person.Key)
            .ToListAsync(cancellationToken);
        var rows = await db
            .LastSeen.Where(row => keys.Contains(row.PersonKey))
            .ToDictionaryAsync(row => row.PersonKey, cancellationToken);
        foreach (var (person, at) in seen.Where(pair => people.Contains(pair.Key)))
        {
            if (!rows.TryGetValue(person, out var row))
                db.LastSeen.Add(new LastSeen { PersonKey = person, SeenAt = at });
            else if (row.SeenAt < at)
                row.SeenAt = at;
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
