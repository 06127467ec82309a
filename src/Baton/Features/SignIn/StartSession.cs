using System.Security.Cryptography;
using Baton.Features.Organization;
using Baton.Hosting;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// A browser gets a session: at a sign-in, or by a cookie from before there were sessions in the store.
/// </summary>
internal sealed class StartSession(IDbContextFactory<BatonDb> factory, Writer writer, TimeProvider time)
{
    /// <summary>How many one person may have at once; the oldest ends.</summary>
    internal const int Most = 50;

    /// <summary>The new session and what stands in its cookie. The one that this browser had before ends.</summary>
    internal async Task<(BrowserSession Session, string Secret)> RunAsync(
        HttpContext http,
        string person,
        CancellationToken cancellationToken
    )
    {
        var before = http.Features.Get<BrowserSession>();
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = New(http, person, secret, SignInWay.Of(http), time.UtcNow());

        // Whoever changed how their account is entered goes on in the same browser; that is no new proof of who they
        // are.
        if (before?.PersonKey == person)
            session = New(http, person, secret, before.Way, before.CreatedAt);
        await writer.WriteAsync((db, token) => KeepAsync(db, session, before, token), cancellationToken);
        return (session, secret);
    }

    /// <summary>
    /// A cookie that names no session was made by an older version. Each becomes one session, however many copies of
    /// it there are, so that it ends as one; null when it has.
    /// </summary>
    internal async Task<(BrowserSession Session, string Secret)?> AdoptAsync(
        HttpContext http,
        string person,
        string stamp,
        DateTimeOffset issued,
        CancellationToken cancellationToken
    )
    {
        var secret = $"{person} {stamp} {issued.UtcTicks}";
        var hash = Token.HashOf(secret);
        var session = New(http, person, secret, SignInWay.Password, issued.UtcDateTime);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var known =
            await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken)
            ?? await writer.WriteAsync((writing, token) => AdoptOnceAsync(writing, session, token), cancellationToken);
        return known.EndedAt is null ? (known, secret) : null;
    }

    /// <summary>The cookie was renewed, and so its session is.</summary>
    internal Task ExtendAsync(long id, CancellationToken cancellationToken)
    {
        var until = time.UtcNow() + BrowserSession.Idle;
        return writer.WriteAsync(
            (db, token) =>
                db
                    .Sessions.Where(session => session.Id == id && session.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(session => session.ExpiresAt, until), token),
            cancellationToken
        );
    }

    private BrowserSession New(HttpContext http, string person, string secret, string way, DateTime since) =>
        new()
        {
            Hash = Token.HashOf(secret),
            PersonKey = person,
            Way = way,
            Device = DeviceName.Of(http.Request.Headers.UserAgent.ToString()),
            Address = ClientAddress.Of(http),
            CreatedAt = since,
            ExpiresAt = time.UtcNow() + BrowserSession.Idle,
        };

    private static async Task KeepAsync(
        BatonDb db,
        BrowserSession session,
        BrowserSession? before,
        CancellationToken cancellationToken
    )
    {
        var now = db.Acting!.At;
        await db
            .Sessions.Where(row => row.PersonKey == session.PersonKey && row.ExpiresAt < now)
            .ExecuteDeleteAsync(cancellationToken);
        if (before is not null)
            await EndSessions.RunAsync(db, endSession => endSession.Id == before.Id, cancellationToken);
        var live = db.Sessions.Where(row => row.PersonKey == session.PersonKey && row.EndedAt == null);
        var last = await live.OrderByDescending(row => row.Id)
            .Skip(Most - 1)
            .Select(row => (long?)row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (last is { } oldest)
            await EndSessions.RunAsync(
                db,
                endSession => endSession.PersonKey == session.PersonKey && endSession.Id <= oldest,
                cancellationToken
            );
        db.Sessions.Add(session);
        if (before?.PersonKey != session.PersonKey)
            SignInRecords.Succeeded(db, session);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<BrowserSession> AdoptOnceAsync(
        BatonDb db,
        BrowserSession session,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == session.Hash, cancellationToken) is
            { } known
        )
            return known;
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session;
    }
}
