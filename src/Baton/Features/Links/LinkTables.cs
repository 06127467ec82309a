using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Links;

internal static class LinkTables
{
    extension(BatonDb db)
    {
        internal DbSet<ActionLink> ActionLinks => db.Set<ActionLink>();
    }
}

internal sealed class ActionLinkTable : IEntityTypeConfiguration<ActionLink>
{
    public void Configure(EntityTypeBuilder<ActionLink> builder)
    {
        builder.ToTable("action_links");
        builder.HasKey(link => link.Hash);
        builder.HasIndex(link => link.ExpiresAt);
    }
}
