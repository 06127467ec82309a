using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.SignIn;

internal static class SignInTables
{
    extension(BatonDb db)
    {
        internal DbSet<Passkey> Passkeys => db.Set<Passkey>();

        internal DbSet<ExternalLogin> ExternalLogins => db.Set<ExternalLogin>();

        internal DbSet<BrowserSession> Sessions => db.Set<BrowserSession>();
    }
}

internal sealed class PasskeyTable : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.HasOne<Person>().WithMany().HasForeignKey(passkey => passkey.PersonKey);
    }
}

internal sealed class ExternalLoginTable : IEntityTypeConfiguration<ExternalLogin>
{
    public void Configure(EntityTypeBuilder<ExternalLogin> builder)
    {
        builder.ToTable("external_logins");
        builder.HasKey(login => new { login.Issuer, login.Subject });
        builder.HasOne<Person>().WithMany().HasForeignKey(login => login.PersonKey);
    }
}

internal sealed class BrowserSessionTable : IEntityTypeConfiguration<BrowserSession>
{
    public void Configure(EntityTypeBuilder<BrowserSession> builder)
    {
        builder.ToTable("sessions");
        builder.HasIndex(session => session.Hash).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(session => session.PersonKey);
    }
}
