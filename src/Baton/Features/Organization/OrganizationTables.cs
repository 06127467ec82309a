using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Organization;

internal static class OrganizationTables
{
    extension(BatonDb db)
    {
        internal DbSet<Person> People => db.Set<Person>();

        internal DbSet<Account> Accounts => db.Set<Account>();

        internal DbSet<Token> Tokens => db.Set<Token>();

        internal DbSet<Absence> Absences => db.Set<Absence>();

        internal DbSet<Team> Teams => db.Set<Team>();

        internal DbSet<Membership> Memberships => db.Set<Membership>();

        internal DbSet<Channel> Channels => db.Set<Channel>();

        internal DbSet<Setting> Settings => db.Set<Setting>();

        internal DbSet<PublishedTemplate> Templates => db.Set<PublishedTemplate>();
    }
}

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasKey(person => person.Key);
        builder.Property(person => person.Pace).AsName();
        builder.Property(person => person.Kind).AsName();
        builder.HasIndex(person => person.SlackId).IsUnique().HasFilter("slack_id IS NOT NULL");
    }
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasKey(account => account.PersonKey);
        builder.Property(account => account.Version).IsConcurrencyToken();
        builder.HasOne<Person>().WithOne().HasForeignKey<Account>(account => account.PersonKey);
    }
}

internal sealed class TokenTable : IEntityTypeConfiguration<Token>
{
    public void Configure(EntityTypeBuilder<Token> builder)
    {
        builder.ToTable("tokens");
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(token => token.PersonKey);
    }
}

internal sealed class AbsenceTable : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.ToTable("absences");
        builder.HasOne<Person>().WithMany().HasForeignKey(absence => absence.PersonKey);
        builder.HasOne<Person>().WithMany().HasForeignKey(absence => absence.SubstituteKey);
    }
}

internal sealed class TeamTable : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> builder)
    {
        builder.ToTable("teams");
        builder.HasKey(team => team.Key);
        builder.Property(team => team.Version).IsConcurrencyToken();
        builder.HasMany(team => team.Channels).WithOne().HasForeignKey(channel => channel.TeamKey);
        builder.HasMany(team => team.Members).WithOne().HasForeignKey(member => member.TeamKey);
    }
}

internal sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships");
        builder.HasKey(member => new { member.TeamKey, member.PersonKey });
        builder.Property(member => member.Role).AsName();
        builder.HasOne<Person>().WithMany().HasForeignKey(member => member.PersonKey);
    }
}

internal sealed class ChannelTable : IEntityTypeConfiguration<Channel>
{
    public void Configure(EntityTypeBuilder<Channel> builder)
    {
        builder.ToTable("channels");
        builder.Property(channel => channel.Pace).AsName();
    }
}

internal sealed class PublishedTemplateTable : IEntityTypeConfiguration<PublishedTemplate>
{
    public void Configure(EntityTypeBuilder<PublishedTemplate> builder)
    {
        builder.ToTable("templates");
        builder.HasKey(template => new { template.Key, template.Version });
        builder.Property(template => template.Content).AsJson();
    }
}

internal sealed class SettingTable : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder)
    {
        builder.ToTable("settings");
        builder.HasKey(setting => setting.Name);
    }
}
