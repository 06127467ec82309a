using Baton.Features.Audit;
using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Features.Guests;
using Baton.Features.Handoffs.State;
using Baton.Features.Links;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Quality;
using Baton.Features.Quality.Measures;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Hosting;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Storage;

/// <summary>The tables. The schema itself stands in the SQL files beside this; a test compares the two.</summary>
internal sealed partial class BatonDb(DbContextOptions<BatonDb> options) : DbContext(options)
{
    internal DbSet<Person> People => Set<Person>();

    internal DbSet<Account> Accounts => Set<Account>();

    internal DbSet<Passkey> Passkeys => Set<Passkey>();

    internal DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();

    internal DbSet<Invitation> Invitations => Set<Invitation>();

    internal DbSet<BrowserSession> Sessions => Set<BrowserSession>();

    internal DbSet<Token> Tokens => Set<Token>();

    internal DbSet<Absence> Absences => Set<Absence>();

    internal DbSet<Team> Teams => Set<Team>();

    internal DbSet<Membership> Memberships => Set<Membership>();

    internal DbSet<Channel> Channels => Set<Channel>();

    internal DbSet<PublishedTemplate> Templates => Set<PublishedTemplate>();

    internal DbSet<Handoff> Handoffs => Set<Handoff>();

    internal DbSet<HandoffEvent> Events => Set<HandoffEvent>();

    internal DbSet<PassedTeam> PassedTeams => Set<PassedTeam>();

    internal DbSet<GateAttempt> GateAttempts => Set<GateAttempt>();

    internal DbSet<Notice> Notices => Set<Notice>();

    internal DbSet<Delivery> Deliveries => Set<Delivery>();

    internal DbSet<HeldTarget> HeldTargets => Set<HeldTarget>();

    internal DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();

    internal DbSet<Alarm> Alarms => Set<Alarm>();

    internal DbSet<ActionLink> ActionLinks => Set<ActionLink>();

    internal DbSet<Guest> Guests => Set<Guest>();

    internal DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    internal DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    internal DbSet<MetricHour> MetricHours => Set<MetricHour>();

    internal DbSet<DirectoryVersion> Stamps => Set<DirectoryVersion>();

    internal DbSet<Installation> Installations => Set<Installation>();

    private bool? onSqlite;

    /// <summary>Who makes the write that is going on; set by the writer.</summary>
    internal Acting? Acting { get; set; }

    /// <summary>Kept, as the framework looks up an assembly's name for every answer.</summary>
    internal bool IsSqlite => onSqlite ??= Database.IsSqlite();

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var entries = await AccessEnds.FollowAsync(this, ChangeTracker.Entries().ToList(), cancellationToken);
        var directoryChanged = entries.Any(IsOfDirectory);
        var drafts = AuditTrail.Of(entries);
        var losses = EndLinks.LossesOf(entries);
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (drafts.Count > 0)
        {
            AuditEntries.AddRange(drafts.Select(draft => draft.ToEntry(Acting)));
            rows += await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        if (losses.Any)
            await EndLinks.RunAsync(this, losses, Acting!.At, cancellationToken);
        if (directoryChanged)
            await LockDirectoryAsync(cancellationToken);
        return rows;
    }

    /// <summary>
    /// Moves the stamp: from here on nobody else changes people, teams or templates until this transaction ends.
    /// </summary>
    internal Task LockDirectoryAsync(CancellationToken cancellationToken) =>
        Stamps
            .Where(stamp => stamp.Name == DirectoryVersion.Directory)
            .ExecuteUpdateAsync(
                set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value + 1),
                cancellationToken
            );

    /// <summary>
    /// Of an account only the stamp is known to every request; a failed sign-in changes nothing there.
    /// </summary>
    private static bool IsOfDirectory(EntityEntry entry) =>
        entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
        && entry.Entity switch
        {
            Account => entry.State != EntityState.Modified || entry.Property(nameof(Account.SecurityStamp)).IsModified,
            Person or Absence or Token or Team or Membership or Channel or PublishedTemplate => true,
            _ => false,
        };
}
