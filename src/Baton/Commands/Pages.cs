using System.CommandLine;
using Baton.Client;
using Baton.Features.Audit;

namespace Baton.Commands;

/// <summary>The server limits the size of a page; when the caller wants more, several pages are joined.</summary>
internal static class Pages
{
    private const int Longest = 100;

    internal static Option<string?> Cursor() =>
        new("--cursor") { Description = "Continue after the page that printed this cursor." };

    internal static Option<int> Limit()
    {
        var limit = new Option<int>("--limit")
        {
            Description = "The maximum number of rows to print.",
            DefaultValueFactory = _ => 25,
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, out var number) && number < 1)
                result.AddError("--limit must be 1 or more.");
        });
        return limit;
    }

    internal static async Task<Page<T>> JoinAsync<T>(
        int limit,
        string? cursor,
        Func<int, string?, Task<Page<T>>> readAsync
    )
    {
        var items = new List<T>();
        do
        {
            var page = await readAsync(Math.Min(Longest, limit - items.Count), cursor);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null && items.Count < limit);
        return new Page<T>(items, cursor);
    }

    internal static int Say<T>(
        Server.Session session,
        Page<T> page,
        IReadOnlyList<string> columns,
        Func<T, IReadOnlyList<Cell>> row
    ) => Say(session.Output, session.Json, page, columns, row);

    internal static int Say<T>(
        Output output,
        bool json,
        Page<T> page,
        IReadOnlyList<string> columns,
        Func<T, IReadOnlyList<Cell>> row
    )
    {
        if (json)
            output.Json(page);
        else
            output.Table(columns, page.Items.Select(row));
        if (page.NextCursor is { } next && !json)
            output.Note($"There are more rows. Continue with --cursor {next}, or use a larger --limit.");
        return CommandLine.Done;
    }
}
