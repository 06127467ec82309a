using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Mails links to those who forgot their password, after they were answered. What was asked for is stored before the
/// answer, so a server that is killed in between loses none. A link goes to a confirmed address alone: one that
/// somebody merely typed may be a stranger's.
/// </summary>
internal sealed partial class PasswordResets(
    Catalogs catalogs,
    InvitationMails mails,
    Writer writer,
    IDbContextFactory<BatonDb> factory,
    LiveSettings settings,
    TimeProvider time,
    ILogger<PasswordResets> logger
) : BackgroundService
{
    /// <summary>So long until the same person gets another mail, whoever asks, and from wherever.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <summary>Whoever asked has tried again or called somebody by then.</summary>
    private static readonly TimeSpan TriedFor = TimeSpan.FromHours(1);

    /// <summary>Another server may have been killed with some in its hands.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim wake = new(0);

    /// <summary>Whether there are any: mail is needed, and an admin may turn them off.</summary>
    internal bool IsOn => mails.CanMail && settings.Stored(SettingNames.ResetByMail) != "false";

    /// <summary>The same for each name, there or not. False where too many wait.</summary>
    internal async Task<bool> AskAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var added = await writer.WriteAsync(
            (db, token) => AskedResets.AddAsync(db, name, now, token),
            cancellationToken
        );
        wake.Release();
        return added;
    }

    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await RoundAsync(stoppingToken);
                await wake.WaitAsync(BetweenLooks, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            foreach (var asked in await AskedResets.DueAsync(db, time.UtcNow(), cancellationToken))
                await TryAsync(asked, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested) // the next round reads them again
        {
            Failed(exception);
        }
    }

    private async Task TryAsync(AskedReset asked, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.UtcNow();
            var isOurs = await writer.WriteAsync(
                (db, token) => AskedResets.ClaimAsync(db, asked, now, token),
                cancellationToken
            );
            if (!isOurs)
                return;
            var isOver = now - asked.AskedAt > TriedFor || (IsOn && await SendAsync(asked.Name, cancellationToken));
            if (isOver)
                await writer.WriteAsync((db, token) => AskedResets.RemoveAsync(db, asked, token), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested) // the next one has its turn
        {
            Failed(exception);
        }
    }

    /// <summary>False where it is to be tried again.</summary>
    private async Task<bool> SendAsync(string name, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        if (
            catalog.PersonNamed(name) is not { } key
            || catalog.CallerOf(key) is not { } caller
            || catalog.People[key] is not { IsAgent: false, EmailProvedAt: not null } person
        )
            return true;
        Acting.Current = new Acting(key, "page");
        var context = new RequestContext(caller, catalog, time.UtcNow(), "page");
        var link = await writer.WriteAsync((db, token) => MakeAsync(db, context, person, token), cancellationToken);
        if (link is null)
            return true;
        var failed = await mails.SendAsync(context, [link], cancellationToken);
        foreach (var _ in failed)
            NotSent(key);
        return failed.Count == 0;
    }

    /// <summary>
    /// Null where one was mailed a moment ago. One that was made and not mailed is lost, and made anew.
    /// </summary>
    private static async Task<NewLink?> MakeAsync(
        BatonDb db,
        RequestContext context,
        Person person,
        CancellationToken cancellationToken
    )
    {
        var since = context.Now - Apart;
        if (
            await db.Invitations.AnyAsync(
                link => link.PersonKey == person.Key && link.Kind == LinkKind.Reset && link.MailedAt > since,
                cancellationToken
            )
        )
            return null;
        return await InvitePerson.KeepAsync(
            db,
            context,
            LinkKind.Reset,
            null,
            TeamRole.Member,
            person.Email,
            person.Key,
            cancellationToken
        );
    }

    [LoggerMessage(LogLevel.Error, "A password link could not be made; it is tried again")]
    private partial void Failed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The mail server did not take the password link of {Person}; it is tried again")]
    private partial void NotSent(string person);
}
