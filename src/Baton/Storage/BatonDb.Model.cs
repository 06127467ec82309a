using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

internal sealed partial class BatonDb
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (IsSqlite)
            configurationBuilder.Properties<DateTime>().HaveConversion<Columns.TicksConverter>();
        else
            configurationBuilder.Properties<DateTime>().HaveConversion<Columns.UtcConverter>();
        Columns.Json<IReadOnlyList<string>>(configurationBuilder);
        Columns.Json<IReadOnlyDictionary<string, IReadOnlyList<string>>>(configurationBuilder);
        Columns.Json<JsonElement>(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DirectoryVersion>().ToTable("stamps").HasKey(stamp => stamp.Name);
        modelBuilder.Entity<Installation>().ToTable(Installation.Table);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BatonDb).Assembly);
    }
}
