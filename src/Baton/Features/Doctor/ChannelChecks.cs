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
                $"No mail has been sent since {down.DownSince:yyyy-MM-ddTHH:mm:ssZ}. {down.Reason} "
                    + $"Deliveries waiting: {waiting}.",
                $"Correct {ChannelOptions.SmtpUrlKey} and {ChannelOptions.MailFromKey}, or fix the mail "
                    + "server. Waiting mail is sent automatically once the server accepts mail again."
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
                    $"The {channel.Type} channel {channel.Id} of {channel.TeamKey} has been off since "
                        + $"{channel.DisabledAt:yyyy-MM-ddTHH:mm:ssZ}: "
                        + $"{channel.DisabledReason ?? "no reason was recorded"}",
                    "Fix the receiver, then switch the channel on with baton team enable-channel "
                        + $"{channel.TeamKey} {channel.Id} or on the team's page. Notices that failed are "
                        + "sent again."
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
        examination.Note = $"channels: {channels.Count}; {examination.Services.GetRequiredService<DataKeys>().Note()}";
        return
        [
            .. channels
                .Where(channel => vault.Open(channel.ProtectedSettings) is null)
                .Select(channel =>
                    DoctorFinding.Fault(
                        $"The {channel.Type} channel {channel.Id} of {channel.TeamKey} cannot be "
                            + "decrypted: its key is not in the database.",
                        "Restore the keys from a backup, or enter the settings of the channels of "
                            + $"{channel.TeamKey} again."
                    )
                ),
        ];
    }
}
