using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Storage.Keys;

/// <summary>A key that opens what is stored encrypted, as the XML of the framework, sealed or not.</summary>
internal sealed class DataKey
{
    public required string Name { get; init; }

    public required string Content { get; set; }

    public required DateTime CreatedAt { get; init; }
}

internal sealed class DataKeyTable : IEntityTypeConfiguration<DataKey>
{
    public void Configure(EntityTypeBuilder<DataKey> builder)
    {
        builder.ToTable("data_keys");
        builder.HasKey(key => key.Name);
    }
}
