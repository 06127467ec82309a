using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Features.Audit;

/// <summary>What changes of one row, in words.</summary>
internal sealed class Changed(EntityEntry entry)
{
    internal object Entity => entry.Entity;

    internal bool Added => entry.State == EntityState.Added;

    internal bool Deleted => entry.State == EntityState.Deleted;

    /// <summary>Whether a column gets another value; one that is only written again does not count.</summary>
    internal bool Of(string property) =>
        entry.State == EntityState.Modified
        && entry.Property(property) is { IsModified: true } one
        && Say(one.OriginalValue) != Say(one.CurrentValue);

    /// <summary>Of these columns those that get another value, before and after; null where none does.</summary>
    internal (string Before, string After)? Both(params IEnumerable<string> properties)
    {
        var changed = properties
            .Where(Of)
            .Select(name => (Name: JsonNamingPolicy.SnakeCaseLower.ConvertName(name), Property: entry.Property(name)))
            .ToList();
        return changed.Count == 0
            ? null
            : (
                Text(changed.Select(pair => (pair.Name, Say(pair.Property.OriginalValue)))),
                Text(changed.Select(pair => (pair.Name, Say(pair.Property.CurrentValue))))
            );
    }

    internal static string Text(params IEnumerable<(string Name, string? Value)> facts) =>
        string.Join("; ", facts.Where(fact => fact.Value is not null).Select(fact => $"{fact.Name}: {fact.Value}"));

    internal static string? Say(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            bool yes => yes ? "yes" : "no",
            DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Enum code => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()),
            IEnumerable<string> list => string.Join(", ", list),
            _ => JsonSerializer.Serialize(value, BatonJson.Options),
        };
}
