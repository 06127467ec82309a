using Baton.Features.Deliveries;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>
/// What an admin looks at when somebody asks whether all is well: the cheap checks of the doctor, the workers, and
/// how many orphans there are.
/// </summary>
internal static class HealthPages
{
    internal static void MapHealthPage(this RouteGroupBuilder pages)
    {
        pages.MapGet("/health", ShowAsync);
        pages.MapPost("/health/mail", TryMailAsync);
    }

    /// <summary>Mail is tried at once, and not when its pause is over.</summary>
    private static async Task<IResult> TryMailAsync(HttpContext http, Writer writer)
    {
        if (http.RequestContext() is not { Caller.IsAdmin: true } context)
            return Page.Of(Refusal.Forbidden(T("Only admins can see the health of this installation.")));
        await writer.WriteAsync((db, token) => HeldTargets.TryAgainAsync(db, context.Now, token), http.RequestAborted);
        return Page.To($"/health");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        WorkerHealth workers,
        IDbContextFactory<BatonDb> factory
    )
    {
        var context = http.RequestContext();
        if (!context.Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden(T("Only admins can see the health of this installation.")));
        var report = await Examine.GlanceAsync(
            new Examination(http.RequestServices) { Now = context.Now },
            http.RequestAborted
        );
        return Page.Of<HealthPage>(
            new
            {
                Model = (object)
                    (IReadOnlyList<CheckReport>)
                        [
                            .. workers.Workers.Select(worker => OfWorker(workers, worker)),
                            await OrphansAsync(context, factory, http.RequestAborted),
                            .. report.Checks,
                        ],
            }
        );
    }

    private static CheckReport OfWorker(WorkerHealth workers, string worker) =>
        new(
            worker,
            worker == OutboxWorker.Name ? T("Notices are queued") : T("Reminders and escalations run on time"),
            0,
            null,
            workers.Fault(worker) is { } fault
                ? [DoctorFinding.Fault(fault, T("Check the server log, then restart the server."))]
                : []
        );

    private static async Task<CheckReport> OrphansAsync(
        RequestContext context,
        IDbContextFactory<BatonDb> factory,
        CancellationToken cancellationToken
    )
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var count = await ListOrphans.CountAsync(db, context, null, cancellationToken);
        return new CheckReport(
            "orphans",
            T("Every open handoff has an owner"),
            0,
            null,
            count == 0
                ? []
                :
                [
                    DoctorFinding.Fault(
                        T("{0, plural, one {# handoff needs} other {# handoffs need}} an owner.", count),
                        T("Open “Needs an owner”. It says what to do about each one.")
                    ),
                ]
        );
    }
}
