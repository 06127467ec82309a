using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Quality.Measures;

internal static class MeasureTables
{
    extension(BatonDb db)
    {
        internal DbSet<MetricHour> MetricHours => db.Set<MetricHour>();

        internal DbSet<MeasuredHour> MeasuredHours => db.Set<MeasuredHour>();
    }
}

internal sealed class MetricHourTable : IEntityTypeConfiguration<MetricHour>
{
    public void Configure(EntityTypeBuilder<MetricHour> builder)
    {
        builder.ToTable("metric_hours");
        builder.HasKey(hour => new { hour.Hour, hour.Shard });
    }
}

internal sealed class MeasuredHourTable : IEntityTypeConfiguration<MeasuredHour>
{
    public void Configure(EntityTypeBuilder<MeasuredHour> builder)
    {
        builder.ToTable("measured_hours");
        builder.HasKey(hour => hour.Hour);
        builder.Property(hour => hour.Hour).ValueGeneratedNever();
    }
}
