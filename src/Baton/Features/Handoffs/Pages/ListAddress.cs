using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Baton.Features.Handoffs.Pages;

/// <summary>The address of the list with other filters: what is not named stays, and the page begins anew.</summary>
internal static class ListAddress
{
    internal const string List = "/handoffs";

    internal static string With(HttpRequest request, params IEnumerable<(string Name, string? Value)> changes) =>
        QueryHelpers.AddQueryString(List, Of(request, changes));

    /// <summary>What is saved as a view: without the place in the list.</summary>
    internal static string QueryOf(HttpRequest request) =>
        QueryHelpers.AddQueryString("", Of(request, [])).TrimStart('?');

    /// <summary>Whether it is the view that is shown.</summary>
    internal static bool IsShown(HttpRequest request, string query)
    {
        var (here, there) = (Parts(QueryOf(request)), Parts(query));
        return here.SetEquals(there);
    }

    private static HashSet<string> Parts(string query) =>
        [
            .. QueryHelpers
                .ParseQuery(query)
                .Where(part => part.Key is not ("view" or "month") && part.Value != "")
                .Select(part => $"{part.Key}={part.Value}"),
        ];

    private static IEnumerable<KeyValuePair<string, StringValues>> Of(
        HttpRequest request,
        IEnumerable<(string Name, string? Value)> changes
    )
    {
        var query = request.Query.ToDictionary(part => part.Key, part => part.Value);
        query.Remove("cursor");
        foreach (var (name, value) in changes)
            query[name] = value;
        return query.Where(part => !StringValues.IsNullOrEmpty(part.Value));
    }
}
