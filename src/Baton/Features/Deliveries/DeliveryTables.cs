using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Deliveries;

internal static class DeliveryTables
{
    extension(BatonDb db)
    {
        internal DbSet<Delivery> Deliveries => db.Set<Delivery>();

        internal DbSet<Notification> Notifications => db.Set<Notification>();

        internal DbSet<HeldTarget> HeldTargets => db.Set<HeldTarget>();

        internal DbSet<DeliveryAttempt> DeliveryAttempts => db.Set<DeliveryAttempt>();
    }
}

internal sealed class DeliveryTable : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries");
        builder.Property(delivery => delivery.State).AsName();
        builder.HasIndex(delivery => delivery.MessageId).IsUnique();
        builder.HasIndex(delivery => new { delivery.HandoffId, delivery.Id });
        builder.HasIndex(delivery => new { delivery.State, delivery.Id });
        // By it, servers of the version before look for what is due while others are upgraded already.
        builder
            .HasIndex(delivery => new { delivery.NextAttemptAt, delivery.Target })
            .HasFilter("next_attempt_at IS NOT NULL");
        builder
            .HasIndex(delivery => new
            {
                delivery.Target,
                delivery.NextAttemptAt,
                delivery.Id,
            })
            .HasFilter("next_attempt_at IS NOT NULL");
        builder.HasIndex(delivery => new { delivery.Team, delivery.Id });
        builder.HasIndex(delivery => delivery.Digest).HasFilter("digest IS NOT NULL");
        builder
            .HasIndex(delivery => new
            {
                delivery.NextAttemptAt,
                delivery.Target,
                delivery.Digest,
            })
            .HasDatabaseName("ix_deliveries_digest_due")
            .HasFilter("digest IS NOT NULL AND next_attempt_at IS NOT NULL");
        builder.HasMany(delivery => delivery.Log).WithOne().HasForeignKey(attempt => attempt.DeliveryId);
    }
}

internal sealed class HeldTargetTable : IEntityTypeConfiguration<HeldTarget>
{
    public void Configure(EntityTypeBuilder<HeldTarget> builder)
    {
        builder.ToTable("held_targets");
        builder.HasKey(held => held.Target);
    }
}

internal sealed class DeliveryAttemptTable : IEntityTypeConfiguration<DeliveryAttempt>
{
    public void Configure(EntityTypeBuilder<DeliveryAttempt> builder)
    {
        builder.ToTable("delivery_attempts");
        builder.HasKey(attempt => new { attempt.DeliveryId, attempt.Number });
    }
}

internal sealed class NotificationTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.HasIndex(notification => new { notification.PersonKey, notification.Id });
        builder
            .HasIndex(notification => new { notification.PersonKey, notification.ReadAt })
            .HasFilter("read_at IS NULL");
        builder.HasIndex(notification => notification.CreatedAt);
        builder.HasOne<Person>().WithMany().HasForeignKey(notification => notification.PersonKey);
    }
}
