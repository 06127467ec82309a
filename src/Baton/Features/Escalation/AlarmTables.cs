using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Escalation;

internal static class AlarmTables
{
    extension(BatonDb db)
    {
        internal DbSet<Alarm> Alarms => db.Set<Alarm>();

        internal DbSet<ReadBackAlarm> ReadBackAlarms => db.Set<ReadBackAlarm>();

        internal DbSet<ShiftAlarm> ShiftAlarms => db.Set<ShiftAlarm>();

        internal DbSet<AssistAlarm> AssistAlarms => db.Set<AssistAlarm>();
    }
}

internal sealed class AlarmTable : IEntityTypeConfiguration<Alarm>
{
    public void Configure(EntityTypeBuilder<Alarm> builder)
    {
        builder.ToTable("alarms");
        builder.Property(alarm => alarm.Clock).AsName();
        builder.Property(alarm => alarm.Rungs).AsJson();
        builder.HasKey(alarm => alarm.HandoffId);
        builder.Property(alarm => alarm.HandoffId).ValueGeneratedNever();
        builder.HasOne<Handoff>().WithOne().HasForeignKey<Alarm>(alarm => alarm.HandoffId);
        builder.HasIndex(alarm => alarm.NextAt).HasFilter("next_at IS NOT NULL");
        builder.HasIndex(alarm => new { alarm.Team, alarm.HandoffId });
        builder
            .HasIndex(alarm => new
            {
                alarm.HandoffId,
                alarm.Trouble,
                alarm.Team,
                alarm.FromTeam,
                alarm.ToTeam,
                alarm.Template,
                alarm.InitiatedAt,
            })
            .HasDatabaseName("ix_alarms_trouble")
            .HasFilter("trouble IS NOT NULL");
    }
}

internal sealed class ReadBackAlarmTable : IEntityTypeConfiguration<ReadBackAlarm>
{
    public void Configure(EntityTypeBuilder<ReadBackAlarm> builder)
    {
        builder.ToTable("read_back_alarms");
        builder.HasKey(alarm => alarm.HandoffId);
        builder.Property(alarm => alarm.HandoffId).ValueGeneratedNever();
        builder.HasOne<Handoff>().WithOne().HasForeignKey<ReadBackAlarm>(alarm => alarm.HandoffId);
        builder.HasIndex(alarm => alarm.NextAt);
    }
}

internal sealed class ShiftAlarmTable : IEntityTypeConfiguration<ShiftAlarm>
{
    public void Configure(EntityTypeBuilder<ShiftAlarm> builder)
    {
        builder.ToTable("shift_alarms");
        builder.HasKey(alarm => alarm.HandoffId);
        builder.Property(alarm => alarm.HandoffId).ValueGeneratedNever();
        builder.HasOne<Handoff>().WithOne().HasForeignKey<ShiftAlarm>(alarm => alarm.HandoffId);
        builder.HasIndex(alarm => alarm.NextAt);
    }
}

internal sealed class AssistAlarmTable : IEntityTypeConfiguration<AssistAlarm>
{
    public void Configure(EntityTypeBuilder<AssistAlarm> builder)
    {
        builder.ToTable("assist_alarms");
        builder.HasKey(alarm => new { alarm.HandoffId, alarm.Number });
        builder.Property(alarm => alarm.Rungs).AsJson();
        builder.HasOne<Handoff>().WithMany().HasForeignKey(alarm => alarm.HandoffId);
        builder.HasIndex(alarm => alarm.NextAt).HasFilter("next_at IS NOT NULL");
        builder.HasIndex(alarm => new { alarm.Team, alarm.HandoffId });
    }
}
