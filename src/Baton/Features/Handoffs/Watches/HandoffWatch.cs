using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Handoffs.Watches;

/// <summary>What a person chose to hear of one handoff, beside what their teams hear.</summary>
internal sealed class HandoffWatch
{
    public required long HandoffId { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>Whether they hear less of it, not more.</summary>
    public required bool Muted { get; init; }
}

/// <summary>How much of a handoff a person hears.</summary>
internal enum Attention
{
    /// <summary>What their teams hear.</summary>
    OfTeams,

    /// <summary>What its teams hear, by their own address.</summary>
    Watching,

    /// <summary>Only what concerns them alone, and when it is late.</summary>
    Muted,
}

internal static class WatchTables
{
    extension(BatonDb db)
    {
        internal DbSet<HandoffWatch> Watches => db.Set<HandoffWatch>();
    }
}

internal sealed class HandoffWatchTable : IEntityTypeConfiguration<HandoffWatch>
{
    public void Configure(EntityTypeBuilder<HandoffWatch> builder)
    {
        builder.ToTable("handoff_watches");
        builder.HasKey(watch => new { watch.HandoffId, watch.PersonKey });
        builder.HasOne<Handoff>().WithMany().HasForeignKey(watch => watch.HandoffId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(watch => watch.PersonKey).OnDelete(DeleteBehavior.Cascade);
    }
}
