using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Tells an open page that what it shows has changed, by server-sent events. It says no more than that: the page
/// reads itself again. A stream ends after some minutes and the browser opens the next one, so that whoever may no
/// longer see it hears no more.
/// </summary>
internal static class LiveUpdates
{
    /// <summary>A page looks when something was committed, and by itself this often.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    /// <summary>From one look to the next: an installation on which much goes on is not asked for each of it.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    internal static void MapLive(this RouteGroupBuilder pages)
    {
        pages.MapGet("/live/work", WorkAsync);
        pages.MapGet("/live/handoffs/{id:long}", HandoffAsync);
    }

    private static async Task<IResult> WorkAsync(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        TimeProvider time,
        Signals signals,
        IHostApplicationLifetime lifetime
    )
    {
        var teams = http.RequestContext().Caller.Teams.Keys.ToList();
        var last =
            await ReadAsync(
                factory,
                db => db.Notices.MaxAsync(notice => (long?)notice.Id, http.RequestAborted),
                http.RequestAborted
            ) ?? 0;
        return Stream(
            http,
            time,
            signals,
            lifetime,
            token => ReadAsync(factory, db => ConcernsAsync(db, teams, last, token), token)
        );
    }

    private static async Task<IResult> HandoffAsync(
        HttpContext http,
        long id,
        int version,
        IDbContextFactory<BatonDb> factory,
        TimeProvider time,
        Signals signals,
        IHostApplicationLifetime lifetime
    )
    {
        var found = await ReadAsync(factory, db => db.FindAsync(http.RequestContext(), id), http.RequestAborted);
        return found.Refused(out var refusal, out _)
            ? Web.Pages.Page.Of(refusal)
            : Stream(
                http,
                time,
                signals,
                lifetime,
                token =>
                    ReadAsync(
                        factory,
                        db => db.Handoffs.AnyAsync(handoff => handoff.Id == id && handoff.Version > version, token),
                        token
                    )
            );
    }

    internal static Task<bool> ConcernsAsync(
        BatonDb db,
        List<string> teams,
        long last,
        CancellationToken cancellationToken
    ) =>
        db
            .Notices.Where(notice => notice.Id > last)
            .Join(db.Handoffs, notice => notice.HandoffId, handoff => handoff.Id, (_, handoff) => handoff)
            .AnyAsync(
                handoff =>
                    teams.Contains(handoff.FromTeam)
                    || (handoff.InitiatedAt != null && teams.Contains(handoff.ToTeam))
                    || db.Set<PassedTeam>()
                        .Any(passed => passed.HandoffId == handoff.Id && teams.Contains(passed.TeamKey)),
                cancellationToken
            );

    private static ServerSentEventsResult<string> Stream(
        HttpContext http,
        TimeProvider time,
        Signals signals,
        IHostApplicationLifetime lifetime,
        Func<CancellationToken, Task<bool>> changed
    )
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.RegisterForDispose(end);
        // A look that has begun is finished when the server stops: cut off, it would break the answer off as well.
        return TypedResults.ServerSentEvents(EventsAsync(time, signals, () => changed(http.RequestAborted), end.Token));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        TimeProvider time,
        Signals signals,
        Func<Task<bool>> changed,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return new SseItem<string>("here", "hello");
        var until = time.UtcNow() + Longest;
        while (time.UtcNow() < until && !cancellationToken.IsCancellationRequested)
        {
            var next = signals.Next;
            var looked = TimeProvider.System.GetTimestamp();
            if (await changed())
            {
                yield return new SseItem<string>("now", "changed");
                yield break;
            }

            await RestAsync(next, looked, time, cancellationToken);
        }
    }

    private static async Task RestAsync(Task next, long looked, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(Look, time, enough.Token));
        await enough.CancelAsync();
        var rest = MinInterval - TimeProvider.System.GetElapsedTime(looked);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<T> ReadAsync<T>(
        IDbContextFactory<BatonDb> factory,
        Func<BatonDb, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await read(db);
    }
}
