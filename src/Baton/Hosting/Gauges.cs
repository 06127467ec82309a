using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Prometheus;

namespace Baton.Hosting;

/// <summary>
/// What Prometheus is told: how requests go, how the process is, and what waits. What waits is counted when it is
/// asked for, from indexes.
/// </summary>
internal sealed class Gauges
{
    private readonly IDbContextFactory<BatonDb> factory;
    private readonly Catalogs catalogs;
    private readonly TimeProvider time;
    private readonly Gauge live;
    private readonly Gauge overdue;
    private readonly Gauge orphans;
    private readonly Gauge waiting;
    private readonly Gauge dead;
    private readonly Gauge mailDown;
    private readonly Gauge unread;

    public Gauges(IDbContextFactory<BatonDb> factory, Catalogs catalogs, TimeProvider time)
    {
        this.factory = factory;
        this.catalogs = catalogs;
        this.time = time;
        var metrics = Metrics.WithCustomRegistry(Registry);
        metrics
            .CreateGauge("baton_build_info", "Always 1; the label is the version of Baton.", "version")
            .WithLabels(ProgramVersion.Text)
            .Set(1);
        live = metrics.CreateGauge("baton_handoffs_live", "Handoffs in progress, by state.", "status");
        overdue = metrics.CreateGauge("baton_handoffs_overdue", "Overdue handoffs.");
        orphans = metrics.CreateGauge("baton_handoffs_orphaned", "Handoffs in progress that need an owner.");
        waiting = metrics.CreateGauge("baton_deliveries_waiting", "Deliveries waiting to be sent or retried.");
        dead = metrics.CreateGauge("baton_deliveries_dead", "Deliveries that failed permanently.");
        mailDown = metrics.CreateGauge("baton_mail_down", "1 while the mail server does not accept mail.");
        unread = metrics.CreateGauge("baton_notices_waiting", "Notices that have not reached anybody yet.");
        DotNetStats.Register(Registry);
        Registry.AddBeforeCollectCallback(CountAsync);
    }

    /// <summary>One for each server: nothing is shared by two in one process.</summary>
    internal CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.UtcNow();
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        foreach (
            var status in (HandoffStatus[])[HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted]
        )
            live.WithLabels(Handoff.Wire(status))
                .Set(await db.Handoffs.CountAsync(handoff => handoff.Status == status, cancellationToken));
        overdue.Set(
            await db.Handoffs.CountAsync(handoff => handoff.DueAt != null && handoff.DueAt < now, cancellationToken)
        );
        orphans.Set(
            await ListOrphans.CountAsync(
                db,
                new RequestContext(Caller.System, catalog, now, "api"),
                null,
                cancellationToken
            )
        );
        waiting.Set(await db.Deliveries.CountAsync(delivery => delivery.NextAttemptAt != null, cancellationToken));
        dead.Set(await db.Deliveries.CountAsync(delivery => delivery.State == DeliveryState.Dead, cancellationToken));
        mailDown.Set(
            await db.HeldTargets.CountAsync(
                target => target.Target == Addressee.MailTarget && target.DownSince != null,
                cancellationToken
            )
        );
        unread.Set(await db.Notices.CountAsync(notice => notice.ExpandedAt == null, cancellationToken));
    }
}
