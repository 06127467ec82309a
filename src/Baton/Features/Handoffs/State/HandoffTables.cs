using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Handoffs.State;

internal static class HandoffTables
{
    extension(BatonDb db)
    {
        internal DbSet<Handoff> Handoffs => db.Set<Handoff>();

        internal DbSet<HandoffEvent> Events => db.Set<HandoffEvent>();

        internal DbSet<PassedTeam> PassedTeams => db.Set<PassedTeam>();

        internal DbSet<GateAttempt> GateAttempts => db.Set<GateAttempt>();
    }
}

internal sealed class HandoffTable : IEntityTypeConfiguration<Handoff>
{
    public void Configure(EntityTypeBuilder<Handoff> builder)
    {
        builder.ToTable("handoffs");
        builder.Property(handoff => handoff.Status).AsName();
        builder.Property(handoff => handoff.Clock).AsName();
        ConfigureLists(builder);
        builder.Property(handoff => handoff.ReadBackAnswer).AsJson();
        builder.Property(handoff => handoff.Version).IsConcurrencyToken();
        builder.HasMany(handoff => handoff.Events).WithOne().HasForeignKey(happened => happened.HandoffId);
        builder
            .HasIndex(handoff => new { handoff.Template, handoff.ExternalKey })
            .IsUnique()
            .HasFilter("external_key IS NOT NULL");
        builder.HasIndex(handoff => new
        {
            handoff.FromTeam,
            handoff.Id,
            handoff.Template,
        });
        builder.HasIndex(handoff => new
        {
            handoff.FromTeam,
            handoff.Status,
            handoff.Id,
        });
        builder.HasIndex(handoff => new
        {
            handoff.ToTeam,
            handoff.Id,
            handoff.Template,
            handoff.InitiatedAt,
        });
        builder.HasIndex(handoff => new
        {
            handoff.ToTeam,
            handoff.Status,
            handoff.Id,
        });
        builder.HasIndex(handoff => new { handoff.Status, handoff.Id });
        builder.HasIndex(handoff => handoff.Id).HasFilter("attachments <> '[]'");
        builder.HasIndex(handoff => handoff.InitiatedAt);
        builder.HasIndex(handoff => handoff.ParentId).HasFilter("parent_id IS NOT NULL");
        builder.HasIndex(handoff => handoff.FanOut).HasFilter("fan_out IS NOT NULL");
        builder
            .HasIndex(handoff => new
            {
                handoff.DueAt,
                handoff.Status,
                handoff.FromTeam,
                handoff.ToTeam,
                handoff.Template,
                handoff.Id,
            })
            .HasDatabaseName(HandoffIndexes.Due)
            .HasFilter("due_at IS NOT NULL");
        builder.HasIndex(handoff => handoff.FromTeam).HasFilter("asks_sender");
        builder.HasIndex(handoff => handoff.ToTeam).HasFilter("asks_receiver");
        HandoffListIndexes.OfPeople(builder);
        HandoffListIndexes.OfOrders(builder);
    }

    private static void ConfigureLists(EntityTypeBuilder<Handoff> builder)
    {
        builder.Property(handoff => handoff.Waivers).AsJson();
        builder.Property(handoff => handoff.Findings).AsJson();
        builder.Property(handoff => handoff.Corrections).AsJson();
        builder.Property(handoff => handoff.Questions).AsJson();
        builder.Property(handoff => handoff.Comments).AsJson();
        builder.Property(handoff => handoff.Checklist).AsJson();
        builder.Property(handoff => handoff.Gaps).AsJson();
        builder.Property(handoff => handoff.Feedback).AsJson();
        builder.Property(handoff => handoff.Defects).AsJson();
        builder.Property(handoff => handoff.Attachments).AsJson();
        builder.Property(handoff => handoff.Provenance).AsJson();
        builder.Property(handoff => handoff.Drift).AsJson();
        builder.Property(handoff => handoff.Assists).AsJson();
        builder.Property(handoff => handoff.Shift).AsJson();
    }
}

internal sealed class HandoffEventTable : IEntityTypeConfiguration<HandoffEvent>
{
    public void Configure(EntityTypeBuilder<HandoffEvent> builder)
    {
        builder.ToTable("handoff_events");
        builder.HasKey(happened => new { happened.HandoffId, happened.Seq });
    }
}

internal sealed class PassedTeamTable : IEntityTypeConfiguration<PassedTeam>
{
    public void Configure(EntityTypeBuilder<PassedTeam> builder)
    {
        builder.ToTable("passed_teams");
        builder.HasKey(passed => new { passed.TeamKey, passed.HandoffId });
        builder.HasOne<Handoff>().WithMany().HasForeignKey(passed => passed.HandoffId);
    }
}

internal sealed class GateAttemptTable : IEntityTypeConfiguration<GateAttempt>
{
    public void Configure(EntityTypeBuilder<GateAttempt> builder)
    {
        builder.ToTable("gate_attempts");
        builder.HasIndex(attempt => attempt.At);
    }
}
