using Baton.Storage;

namespace Baton.Web.Pages;

/// <summary>How many notifications a person has not read, for the head of every page.</summary>
internal sealed record UnreadCount(Func<string, CancellationToken, Task<int>> OfAsync)
{
    /// <summary>Looked up before a page is drawn, so that it is drawn once.</summary>
    internal static async Task NoteAsync(HttpContext http)
    {
        if (http.Features.Get<SignedIn>() is not { IsGuest: false } known)
            return;
        var count = http.RequestServices.GetRequiredService<UnreadCount>();
        var unread = await http
            .RequestServices.GetRequiredService<KeptReads>()
            .ReadAsync(http, "unread", () => count.OfAsync(known.Caller.Person, http.RequestAborted));
        http.Features.Set(new Unread(unread));
    }
}

/// <summary>So many were not read when the page was asked for.</summary>
internal sealed record Unread(int Count)
{
    internal const int Most = 99;

    /// <summary>Where an open page asks by itself, which keeps nobody signed in.</summary>
    internal const string LatestPath = "/notifications/latest";

    /// <summary>As a browser's tab and the bell say it.</summary>
    internal string Text => Count > Most ? $"{Most}+" : $"{Count}";

    internal static Unread Of(HttpContext http) => http.Features.Get<Unread>() ?? new Unread(0);
}
