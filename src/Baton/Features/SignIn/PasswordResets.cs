using System.Threading.Channels;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// Mails links to those who forgot their password, after they were answered. A link goes to a confirmed address alone:
/// one that somebody merely typed may be a stranger's.
/// </summary>
internal sealed partial class PasswordResets(
    Catalogs catalogs,
    InvitationMails mails,
    Writer writer,
    LiveSettings settings,
    TimeProvider time,
    ILogger<PasswordResets> logger
) : BackgroundService
{
    private const int MostWaiting = 1000;

    /// <summary>So long until the same person gets another mail, whoever asks, and from wherever.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    private readonly Channel<string> asked = System.Threading.Channels.Channel.CreateBounded<string>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Whether there are any: mail is needed, and an admin may turn them off.</summary>
    internal bool IsOn => mails.CanMail && settings.Stored(SettingNames.ResetByMail) != "false";

    internal void Ask(string name) => asked.Writer.TryWrite(name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var name in asked.Reader.ReadAllAsync(stoppingToken))
                await TryAsync(name, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(name, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested) // the next one has its turn
        {
            Failed(exception);
        }
    }

    private async Task SendAsync(string name, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        if (
            catalog.PersonNamed(name) is not { } key
            || catalog.CallerOf(key) is not { } caller
            || catalog.People[key] is not { IsAgent: false, EmailProvedAt: not null } person
        )
            return;
        Acting.Current = new Acting(key, "page");
        var context = new RequestContext(caller, catalog, time.UtcNow(), "page");
        var link = await writer.WriteAsync((db, token) => MakeAsync(db, context, person, token), cancellationToken);
        if (link is null)
            return;
        var failed = await mails.SendAsync(context, [link], cancellationToken);
        foreach (var _ in failed)
            NotSent(key);
    }

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
                link => link.PersonKey == person.Key && link.Kind == LinkKind.Reset && link.CreatedAt > since,
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

    [LoggerMessage(LogLevel.Error, "A password link could not be made")]
    private partial void Failed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The mail server did not take the password link of {Person}")]
    private partial void NotSent(string person);
}
