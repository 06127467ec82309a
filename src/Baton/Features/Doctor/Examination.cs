using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>What a check is given to look at.</summary>
internal sealed class Examination(IServiceProvider services)
{
    internal IServiceProvider Services { get; } = services;

    internal StorageOptions Storage { get; } = services.GetRequiredService<StorageOptions>();

    internal Writer Writer { get; } = services.GetRequiredService<Writer>();

    internal TimeProvider Time { get; } = services.GetRequiredService<TimeProvider>();

    internal required DateTime Now { get; init; }

    /// <summary>Bytes that are free where a directory is.</summary>
    internal Func<string, long> FreeBytes { get; init; } = directory => new DriveInfo(directory).AvailableFreeSpace;

    /// <summary>Hears how far a long check has come.</summary>
    internal Progress Progress { get; init; } = Progress.None;

    /// <summary>What the check that runs now has to say beside its findings.</summary>
    internal string? Note { get; set; }

    internal Task<BatonDb> OpenAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(cancellationToken);

    internal Task<Catalog> CatalogAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<Catalogs>().CurrentAsync(cancellationToken);
}
