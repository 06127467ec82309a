using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Baton.Features.Quality;

/// <summary>The address of the reports with something else chosen: what is not named stays.</summary>
internal static class ReportAddress
{
    internal static string With(HttpRequest request, params IEnumerable<(string Name, string? Value)> changes)
    {
        var query = request.Query.ToDictionary(part => part.Key, part => part.Value);
        foreach (var (name, value) in changes)
            query[name] = value;
        return QueryHelpers.AddQueryString("/reports", query.Where(part => !StringValues.IsNullOrEmpty(part.Value)));
    }
}
