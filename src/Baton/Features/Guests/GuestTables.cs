using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Guests;

internal static class GuestTables
{
    extension(BatonDb db)
    {
        internal DbSet<Guest> Guests => db.Set<Guest>();
    }
}

internal sealed class GuestTable : IEntityTypeConfiguration<Guest>
{
    public void Configure(EntityTypeBuilder<Guest> builder)
    {
        builder.ToTable("guests");
        builder.HasKey(guest => new { guest.HandoffId, guest.Number });
        builder.HasIndex(guest => guest.Hash).IsUnique();
        builder.HasIndex(guest => guest.ExpiresAt);
        builder.HasIndex(guest => guest.RevokedAt);
        builder.HasOne<Handoff>().WithMany().HasForeignKey(guest => guest.HandoffId);
    }
}
