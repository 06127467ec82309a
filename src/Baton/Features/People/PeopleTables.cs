using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.People;

internal static class PeopleTables
{
    extension(BatonDb db)
    {
        internal DbSet<Invitation> Invitations => db.Set<Invitation>();

        internal DbSet<LastSeen> LastSeen => db.Set<LastSeen>();
    }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.Property(invitation => invitation.Kind).AsName();
        builder.Property(invitation => invitation.Role).AsName();
        builder.HasIndex(invitation => invitation.Hash).IsUnique();
        builder
            .HasOne<Team>()
            .WithMany()
            .HasForeignKey(invitation => invitation.TeamKey)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LastSeenTable : IEntityTypeConfiguration<LastSeen>
{
    public void Configure(EntityTypeBuilder<LastSeen> builder)
    {
        builder.ToTable("last_seen");
        builder.HasKey(seen => seen.PersonKey);
        builder.HasOne<Person>().WithOne().HasForeignKey<LastSeen>(seen => seen.PersonKey);
    }
}
