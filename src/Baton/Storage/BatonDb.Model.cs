using System.Text.Json;
using Baton.Client;
using Baton.Features.Attachments;
using Baton.Features.Audit;
using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Features.Guests;
using Baton.Features.Handoffs;
using Baton.Features.Links;
using Baton.Features.People;
using Baton.Features.Quality;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Outbox;
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
            answer.HasKey(one => new { one.PersonKey, one.Key });
            answer.HasIndex(one => one.CreatedAt);
            answer.Property(one => one.ETag).HasColumnName("etag");
        });
        modelBuilder.Entity<AuditEntry>(entry =>
        {
            entry.HasIndex(one => new { one.Who, one.Id });
            entry.HasIndex(one => new { one.Act, one.Id });
        });
        modelBuilder.Entity<Guest>(guest =>
        {
            guest.HasKey(one => new { one.HandoffId, one.Number });
            guest.HasIndex(one => one.Hash).IsUnique();
            guest.HasIndex(one => one.ExpiresAt);
            guest.HasIndex(one => one.RevokedAt);
            guest.HasOne<Handoff>().WithMany().HasForeignKey(one => one.HandoffId);
        });
        modelBuilder.Entity<MetricHour>().HasKey(hour => new { hour.Hour, hour.Shard });
        modelBuilder.Entity<Stamp>().HasKey(stamp => stamp.Name);
    }

    private static void ModelPeople(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Person>(person =>
        {
            person.HasKey(one => one.Key);
            person.HasIndex(one => one.SlackId).IsUnique().HasFilter("slack_id IS NOT NULL");
        });
        modelBuilder.Entity<Token>(token =>
        {
            token.HasIndex(one => one.Hash).IsUnique();
            token.HasOne<Person>().WithMany().HasForeignKey(one => one.PersonKey);
        });
        modelBuilder.Entity<BrowserSession>(session =>
        {
            session.ToTable("sessions");
            session.HasIndex(one => one.Hash).IsUnique();
            session.HasOne<Person>().WithMany().HasForeignKey(one => one.PersonKey);
        });
        modelBuilder.Entity<Absence>(absence =>
        {
            absence.HasOne<Person>().WithMany().HasForeignKey(one => one.PersonKey);
            absence.HasOne<Person>().WithMany().HasForeignKey(one => one.SubstituteKey);
        });
        modelBuilder.Entity<Account>(account =>
        {
            account.HasKey(one => one.PersonKey);
            account.Property(one => one.Version).IsConcurrencyToken();
            account.HasOne<Person>().WithOne().HasForeignKey<Account>(one => one.PersonKey);
        });
        modelBuilder.Entity<Passkey>(passkey =>
        {
            passkey.HasKey(one => one.CredentialId);
            passkey.HasOne<Person>().WithMany().HasForeignKey(one => one.PersonKey);
        });
        modelBuilder.Entity<ExternalLogin>(login =>
        {
            login.HasKey(one => new { one.Issuer, one.Subject });
            login.HasOne<Person>().WithMany().HasForeignKey(one => one.PersonKey);
        });
        modelBuilder.Entity<Invitation>(invitation =>
        {
            invitation.HasIndex(one => one.Hash).IsUnique();
            invitation.HasOne<Team>().WithMany().HasForeignKey(one => one.TeamKey).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Team>(team =>
        {
            team.HasKey(one => one.Key);
            team.Property(one => one.Version).IsConcurrencyToken();
            team.HasMany(one => one.Channels).WithOne().HasForeignKey(channel => channel.TeamKey);
            team.HasMany(one => one.Members).WithOne().HasForeignKey(member => member.TeamKey);
        });
        modelBuilder.Entity<Membership>(member =>
        {
            member.HasKey(one => new { one.TeamKey, one.PersonKey });
            member.HasOne<Person>().WithMany().HasForeignKey(one => one.PersonKey);
        });
        modelBuilder.Entity<PublishedTemplate>(template =>
        {
            template.ToTable("templates");
            template.HasKey(one => new { one.Key, one.Version });
        });
    }

    private static void ModelHandoff(EntityTypeBuilder<Handoff> handoff)
    {
        handoff.Property(one => one.Version).IsConcurrencyToken();
        handoff.HasMany(one => one.Events).WithOne().HasForeignKey(happened => happened.HandoffId);
        handoff.HasIndex(one => new { one.Template, one.ExternalKey }).IsUnique().HasFilter("external_key IS NOT NULL");
        handoff.HasIndex(one => new { one.FromTeam, one.Id });
        handoff.HasIndex(one => new { one.FromTeam, one.Status, one.Id });
        handoff.HasIndex(one => new { one.ToTeam, one.Id });
        handoff.HasIndex(one => new { one.ToTeam, one.Status, one.Id });
        handoff.HasIndex(one => new { one.Status, one.Id });
        handoff.HasIndex(one => one.Id).HasFilter("attachments <> '[]'");
        handoff.HasIndex(one => one.InitiatedAt);
        handoff.HasIndex(one => one.DueAt).HasFilter("due_at IS NOT NULL");
        handoff.HasIndex(one => one.InitiatedBy).HasFilter("initiated_by IS NOT NULL");
        handoff.HasIndex(one => one.AcceptedBy).HasFilter("accepted_by IS NOT NULL");
        handoff.HasIndex(one => one.Owner).HasFilter("owner IS NOT NULL");
    }

    private static void ModelHistory(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<HandoffEvent>(happened =>
        {
            happened.ToTable("handoff_events");
            happened.HasKey(one => new { one.HandoffId, one.Seq });
        });
        modelBuilder.Entity<PassedTeam>(passed =>
        {
            passed.HasKey(one => new { one.TeamKey, one.HandoffId });
            passed.HasOne<Handoff>().WithMany().HasForeignKey(one => one.HandoffId);
        });
        modelBuilder.Entity<GateAttempt>().HasIndex(attempt => attempt.At);
    }

    private static void ModelOutbox(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Notice>().HasIndex(notice => notice.Id).HasFilter("expanded_at IS NULL");
        modelBuilder.Entity<Delivery>(delivery =>
        {
            delivery.HasIndex(one => one.MessageId).IsUnique();
            delivery.HasIndex(one => new { one.HandoffId, one.Id });
            delivery.HasIndex(one => new { one.State, one.Id });
            delivery.HasIndex(one => new { one.NextAttemptAt, one.Target }).HasFilter("next_attempt_at IS NOT NULL");
            delivery.HasIndex(one => new { one.Team, one.Id });
            delivery.HasIndex(one => one.Digest).HasFilter("digest IS NOT NULL");
            delivery.HasMany(one => one.Log).WithOne().HasForeignKey(attempt => attempt.DeliveryId);
        });
        modelBuilder.Entity<HeldTarget>().HasKey(held => held.Target);
        modelBuilder.Entity<ActionLink>(link =>
        {
            link.HasKey(one => one.Hash);
            link.HasIndex(one => one.ExpiresAt);
        });
        modelBuilder.Entity<DeliveryAttempt>().HasKey(attempt => new { attempt.DeliveryId, attempt.Number });
    }

    private static void ModelAlarm(EntityTypeBuilder<Alarm> alarm)
    {
        alarm.HasKey(one => one.HandoffId);
        alarm.Property(one => one.HandoffId).ValueGeneratedNever();
        alarm.HasOne<Handoff>().WithOne().HasForeignKey<Alarm>(one => one.HandoffId);
        alarm.HasIndex(one => one.NextAt).HasFilter("next_at IS NOT NULL");
        alarm.HasIndex(one => new { one.Team, one.HandoffId });
        alarm.HasIndex(one => one.HandoffId).HasFilter("trouble IS NOT NULL");
    }
}
