using System.Globalization;

namespace Baton.Client;

/// <summary>The query of an address: what has no value is left out.</summary>
internal static class QueryString
{
    internal static string Of(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(text)}";
        }

        return query;
    }
}
