using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

internal static class ChannelChecks
{
    internal static async Task<IReadOnlyList<DoctorFinding>> MailServerAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        if (
            await db
                .HeldTargets.AsNoTracking()
                .SingleOrDefaultAsync(
                    target => target.Target == Addressee.MailTarget && target.DownSince != null,
                    cancellationToken
                )
            is not { } down
        )
            return [];
        var waiting = await db.Deliveries.CountAsync(
            delivery =>
                delivery.Target == Addressee.MailTarget
                && (delivery.State == DeliveryState.Queued || delivery.State == DeliveryState.Failed),
            cancellationToken
        );
        return
        [
            DoctorFinding.Fault(
                T(
                    "No mail has been sent since {0}. {1} Deliveries waiting: {2}.",
                    Moments.Iso(down.DownSince),
                    SayKept(down.Reason ?? ""),
                    waiting
                ),
                T(
                    "Correct {0} and {1}, or fix the mail server. Waiting mail is sent automatically once the "
                        + "server accepts mail again.",
                    ChannelOptions.SmtpUrlKey,
                    ChannelOptions.MailFromKey
                )
            ),
        ];
    }

    internal static async Task<IReadOnlyList<DoctorFinding>> DisabledAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var off = await db
            .Channels.AsNoTracking()
            .Where(channel => channel.DisabledAt != null)
            .OrderBy(channel => channel.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. off.Select(channel =>
                DoctorFinding.Warning(
                    T(
                        "The {0} channel {1} of {2} has been off since {3}: {4}",
                        channel.Type,
                        $"{channel.Id}",
                        channel.TeamKey,
                        Moments.Iso(channel.DisabledAt),
                        channel.DisabledReason is { } reason ? SayKept(reason) : T("no reason was recorded")
                    ),
                    T(
                        "Fix the receiver, then switch the channel on with baton team enable-channel {0} {1} or on "
                            + "the team''s page. Notices that failed are sent again.",
                        channel.TeamKey,
                        $"{channel.Id}"
                    )
                )
            ),
        ];
    }

    internal static async Task<IReadOnlyList<DoctorFinding>> SecretsAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        var vault = examination.Services.GetRequiredService<ChannelVault>();
        var channels = await db.Channels.AsNoTracking().OrderBy(channel => channel.Id).ToListAsync(cancellationToken);
        examination.Note = T(
            "channels: {0}; {1}",
            channels.Count,
            examination.Services.GetRequiredService<DataKeys>().Note()
        );
        return
        [
            .. channels
                .Where(channel => vault.Open(channel.ProtectedSettings) is null)
                .Select(channel =>
                    DoctorFinding.Fault(
                        T(
                            "The {0} channel {1} of {2} cannot be decrypted: its key is not in the database.",
                            channel.Type,
                            $"{channel.Id}",
                            channel.TeamKey
                        ),
                        T(
                            "Restore the keys from a backup, or enter the settings of the channels of {0} again.",
                            channel.TeamKey
                        )
                    )
                ),
        ];
    }
}
