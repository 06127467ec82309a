using System.Collections.Concurrent;
using Baton.Web.Pages;

namespace Baton.Features.Import;

/// <summary>What is known of a CSV file beside what stands in it.</summary>
/// <param name="Template">The template of a record that names none.</param>
/// <param name="Numbers">How its numbers are written, where somebody says so; null: each column tells.</param>
/// <param name="UsualCurrency">The one that is meant by a sign such as <c>$</c>, where it stands for several.</param>
internal sealed record CsvTyping(string? Template, NumberFormat? Numbers, string? UsualCurrency)
{
    private readonly ConcurrentDictionary<(string Template, int Column), string> unknown = new();

    /// <summary>Columns of the context that a template has no field for.</summary>
    internal IReadOnlyList<string> Warnings =>
        [
            .. unknown
                .OrderBy(pair => pair.Key.Column)
                .ThenBy(pair => pair.Key.Template, StringComparer.Ordinal)
                .Select(pair => pair.Value),
        ];

    internal void Warn(string template, int column, string sentence) => unknown.TryAdd((template, column), sentence);
}
