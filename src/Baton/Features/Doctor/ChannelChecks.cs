using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
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
                $"No mail goes out since {down.DownSince:yyyy-MM-ddTHH:mm:ssZ}: {down.Reason} "
                    + $"{waiting} deliveries wait for it.",
                $"Put {ChannelOptions.SmtpUrlKey} and {ChannelOptions.MailFromKey} right, or mend the "
                    + "mail server. What waits goes out by itself when it takes mail again."
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
                    $"The {channel.Type} channel {channel.Id} of {channel.TeamKey} is off since "
                        + $"{channel.DisabledAt:yyyy-MM-ddTHH:mm:ssZ}: "
                        + $"{channel.DisabledReason ?? "no reason is noted"}",
                    "Mend what it leads to, then switch it on: baton team enable-channel "
                        + $"{channel.TeamKey} {channel.Id}, or its button on the page of the team. That "
                        + "sends again what it lost."
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
        examination.Note = $"{channels.Count} channels";
        return
        [
            .. channels
                .Where(channel => vault.Open(channel.ProtectedSettings) is null)
                .Select(channel =>
                    DoctorFinding.Fault(
                        $"The {channel.Type} channel {channel.Id} of {channel.TeamKey} cannot be "
                            + "opened: the key that sealed it is not in "
                            + $"{examination.Storage.KeysDirectory}.",
                        $"Put the keys back from a backup, or set the channels of {channel.TeamKey} again."
                    )
                ),
        ];
    }
}
