using System.Text.Json;
using Baton.Client;
using Baton.Features.Attachments;
using Baton.Features.Audit;
using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Features.Guests;
using Baton.Features.Handoffs.State;
using Baton.Features.Links;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Quality;
using Baton.Features.Quality.Measures;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Storage;

internal sealed partial class BatonDb
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (IsSqlite)
            configurationBuilder.Properties<DateTime>().HaveConversion<TicksConverter>();
        else
            configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<HandoffStatus>().HaveConversion<WireConverter<HandoffStatus>>();
        configurationBuilder.Properties<Clock>().HaveConversion<WireConverter<Clock>>();
        configurationBuilder.Properties<TeamRole>().HaveConversion<WireConverter<TeamRole>>();
        configurationBuilder.Properties<LinkKind>().HaveConversion<WireConverter<LinkKind>>();
        configurationBuilder.Properties<DeliveryPace>().HaveConversion<WireConverter<DeliveryPace>>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<WireConverter<DeliveryState>>();
        Json<IReadOnlyList<string>>(configurationBuilder);
        Json<IReadOnlyDictionary<string, IReadOnlyList<string>>>(configurationBuilder);
        Json<IReadOnlyList<Waiver>>(configurationBuilder);
        Json<IReadOnlyList<Finding>>(configurationBuilder);
        Json<IReadOnlyList<Question>>(configurationBuilder);
        Json<IReadOnlyList<ChecklistStep>>(configurationBuilder);
        Json<IReadOnlyList<Gap>>(configurationBuilder);
        Json<IReadOnlyList<AlarmRung>>(configurationBuilder);
        Json<ClockNotice>(configurationBuilder);
        Json<IReadOnlyList<Feedback>>(configurationBuilder);
        Json<IReadOnlyList<Defect>>(configurationBuilder);
        Json<IReadOnlyList<KeptAttachment>>(configurationBuilder);
        Json<Template>(configurationBuilder);
        Json<JsonElement>(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ModelPeople(modelBuilder);
        modelBuilder.Entity<Handoff>(ModelHandoff);
        ModelHistory(modelBuilder);
        ModelOutbox(modelBuilder);
        modelBuilder.Entity<Alarm>(ModelAlarm);
        modelBuilder.Entity<IdempotentAnswer>(answer =>
        {
            answer.HasKey(candidate => new { candidate.PersonKey, candidate.Key });
            answer.HasIndex(candidate => candidate.CreatedAt);
            answer.Property(candidate => candidate.ETag).HasColumnName("etag");
        });
        modelBuilder.Entity<AuditEntry>(entry =>
        {
            entry.HasIndex(candidate => new { candidate.Who, candidate.Id });
            entry.HasIndex(candidate => new { candidate.Act, candidate.Id });
        });
        modelBuilder.Entity<Guest>(guest =>
        {
            guest.HasKey(candidate => new { candidate.HandoffId, candidate.Number });
            guest.HasIndex(candidate => candidate.Hash).IsUnique();
            guest.HasIndex(candidate => candidate.ExpiresAt);
            guest.HasIndex(candidate => candidate.RevokedAt);
            guest.HasOne<Handoff>().WithMany().HasForeignKey(candidate => candidate.HandoffId);
        });
        modelBuilder.Entity<MetricHour>().HasKey(hour => new { hour.Hour, hour.Shard });
        modelBuilder.Entity<DirectoryVersion>().HasKey(stamp => stamp.Name);
    }

    private static void ModelPeople(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Person>(person =>
        {
            person.HasKey(candidate => candidate.Key);
            person.HasIndex(candidate => candidate.SlackId).IsUnique().HasFilter("slack_id IS NOT NULL");
        });
        modelBuilder.Entity<Token>(token =>
        {
            token.HasIndex(candidate => candidate.Hash).IsUnique();
            token.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.PersonKey);
        });
        modelBuilder.Entity<BrowserSession>(session =>
        {
            session.ToTable("sessions");
            session.HasIndex(candidate => candidate.Hash).IsUnique();
            session.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.PersonKey);
        });
        modelBuilder.Entity<Absence>(absence =>
        {
            absence.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.PersonKey);
            absence.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.SubstituteKey);
        });
        modelBuilder.Entity<Account>(account =>
        {
            account.HasKey(candidate => candidate.PersonKey);
            account.Property(candidate => candidate.Version).IsConcurrencyToken();
            account.HasOne<Person>().WithOne().HasForeignKey<Account>(candidate => candidate.PersonKey);
        });
        modelBuilder.Entity<Passkey>(passkey =>
        {
            passkey.HasKey(candidate => candidate.CredentialId);
            passkey.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.PersonKey);
        });
        modelBuilder.Entity<ExternalLogin>(login =>
        {
            login.HasKey(candidate => new { candidate.Issuer, candidate.Subject });
            login.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.PersonKey);
        });
        modelBuilder.Entity<Invitation>(invitation =>
        {
            invitation.HasIndex(candidate => candidate.Hash).IsUnique();
            invitation
                .HasOne<Team>()
                .WithMany()
                .HasForeignKey(candidate => candidate.TeamKey)
                .OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Team>(team =>
        {
            team.HasKey(candidate => candidate.Key);
            team.Property(candidate => candidate.Version).IsConcurrencyToken();
            team.HasMany(candidate => candidate.Channels).WithOne().HasForeignKey(channel => channel.TeamKey);
            team.HasMany(candidate => candidate.Members).WithOne().HasForeignKey(member => member.TeamKey);
        });
        modelBuilder.Entity<Membership>(member =>
        {
            member.HasKey(candidate => new { candidate.TeamKey, candidate.PersonKey });
            member.HasOne<Person>().WithMany().HasForeignKey(candidate => candidate.PersonKey);
        });
        modelBuilder.Entity<PublishedTemplate>(template =>
        {
            template.ToTable("templates");
            template.HasKey(candidate => new { candidate.Key, candidate.Version });
        });
    }

    private static void ModelHandoff(EntityTypeBuilder<Handoff> handoff)
    {
        handoff.Property(candidate => candidate.Version).IsConcurrencyToken();
        handoff.HasMany(candidate => candidate.Events).WithOne().HasForeignKey(happened => happened.HandoffId);
        handoff
            .HasIndex(candidate => new { candidate.Template, candidate.ExternalKey })
            .IsUnique()
            .HasFilter("external_key IS NOT NULL");
        handoff.HasIndex(candidate => new { candidate.FromTeam, candidate.Id });
        handoff.HasIndex(candidate => new
        {
            candidate.FromTeam,
            candidate.Status,
            candidate.Id,
        });
        handoff.HasIndex(candidate => new { candidate.ToTeam, candidate.Id });
        handoff.HasIndex(candidate => new
        {
            candidate.ToTeam,
            candidate.Status,
            candidate.Id,
        });
        handoff.HasIndex(candidate => new { candidate.Status, candidate.Id });
        handoff.HasIndex(candidate => candidate.Id).HasFilter("attachments <> '[]'");
        handoff.HasIndex(candidate => candidate.InitiatedAt);
        handoff.HasIndex(candidate => candidate.DueAt).HasFilter("due_at IS NOT NULL");
        handoff.HasIndex(candidate => candidate.InitiatedBy).HasFilter("initiated_by IS NOT NULL");
        handoff.HasIndex(candidate => candidate.AcceptedBy).HasFilter("accepted_by IS NOT NULL");
        handoff.HasIndex(candidate => candidate.Owner).HasFilter("owner IS NOT NULL");
    }

    private static void ModelHistory(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<HandoffEvent>(happened =>
        {
            happened.ToTable("handoff_events");
            happened.HasKey(candidate => new { candidate.HandoffId, candidate.Seq });
        });
        modelBuilder.Entity<PassedTeam>(passed =>
        {
            passed.HasKey(candidate => new { candidate.TeamKey, candidate.HandoffId });
            passed.HasOne<Handoff>().WithMany().HasForeignKey(candidate => candidate.HandoffId);
        });
        modelBuilder.Entity<GateAttempt>().HasIndex(attempt => attempt.At);
    }

    private static void ModelOutbox(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Notice>().HasIndex(notice => notice.Id).HasFilter("expanded_at IS NULL");
        modelBuilder.Entity<Delivery>(delivery =>
        {
            delivery.HasIndex(candidate => candidate.MessageId).IsUnique();
            delivery.HasIndex(candidate => new { candidate.HandoffId, candidate.Id });
            delivery.HasIndex(candidate => new { candidate.State, candidate.Id });
            delivery
                .HasIndex(candidate => new { candidate.NextAttemptAt, candidate.Target })
                .HasFilter("next_attempt_at IS NOT NULL");
            delivery.HasIndex(candidate => new { candidate.Team, candidate.Id });
            delivery.HasIndex(candidate => candidate.Digest).HasFilter("digest IS NOT NULL");
            delivery.HasMany(candidate => candidate.Log).WithOne().HasForeignKey(attempt => attempt.DeliveryId);
        });
        modelBuilder.Entity<HeldTarget>().HasKey(held => held.Target);
        modelBuilder.Entity<ActionLink>(link =>
        {
            link.HasKey(candidate => candidate.Hash);
            link.HasIndex(candidate => candidate.ExpiresAt);
        });
        modelBuilder.Entity<DeliveryAttempt>().HasKey(attempt => new { attempt.DeliveryId, attempt.Number });
    }

    private static void ModelAlarm(EntityTypeBuilder<Alarm> alarm)
    {
        alarm.HasKey(candidate => candidate.HandoffId);
        alarm.Property(candidate => candidate.HandoffId).ValueGeneratedNever();
        alarm.HasOne<Handoff>().WithOne().HasForeignKey<Alarm>(candidate => candidate.HandoffId);
        alarm.HasIndex(candidate => candidate.NextAt).HasFilter("next_at IS NOT NULL");
        alarm.HasIndex(candidate => new { candidate.Team, candidate.HandoffId });
        alarm.HasIndex(candidate => candidate.HandoffId).HasFilter("trouble IS NOT NULL");
    }
}
