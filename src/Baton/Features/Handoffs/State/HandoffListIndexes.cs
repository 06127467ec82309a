using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Handoffs.State;

/// <summary>The indexes from which lists of a person, and in other orders than the newest first, are picked.</summary>
internal static class HandoffListIndexes
{
    /// <summary>The newest of a person, with the teams, so that those are picked that the reader may see.</summary>
    internal static void OfPeople(EntityTypeBuilder<Handoff> builder)
    {
        builder
            .HasIndex(handoff => new
            {
                handoff.Clock,
                handoff.ToTeam,
                handoff.FromTeam,
                handoff.Owner,
                handoff.DueAt,
                handoff.Template,
                handoff.Id,
            })
            .HasDatabaseName(HandoffIndexes.Open)
            .HasFilter(HandoffIndexes.IsOpen);
        builder
            .HasIndex(handoff => new
            {
                handoff.InitiatedBy,
                handoff.Id,
                handoff.FromTeam,
                handoff.ToTeam,
            })
            .HasDatabaseName(HandoffIndexes.InitiatedBy)
            .HasFilter("initiated_by IS NOT NULL");
        builder
            .HasIndex(handoff => new
            {
                handoff.AcceptedBy,
                handoff.Id,
                handoff.FromTeam,
                handoff.ToTeam,
            })
            .HasDatabaseName(HandoffIndexes.AcceptedBy)
            .HasFilter("accepted_by IS NOT NULL");
        builder
            .HasIndex(handoff => new
            {
                handoff.Owner,
                handoff.Id,
                handoff.FromTeam,
                handoff.ToTeam,
            })
            .HasDatabaseName(HandoffIndexes.Owner)
            .HasFilter("owner IS NOT NULL");
        builder
            .HasIndex(handoff => new
            {
                handoff.Owner,
                handoff.Status,
                handoff.Id,
                handoff.FromTeam,
                handoff.ToTeam,
                handoff.Clock,
            })
            .HasDatabaseName(HandoffIndexes.OwnerOpen)
            .HasFilter(HandoffIndexes.IsOwnedOpen);
    }

    /// <summary>Lists in other orders than the newest first, each for all and for the teams of a reader.</summary>
    internal static void OfOrders(EntityTypeBuilder<Handoff> builder)
    {
        builder
            .HasIndex(handoff => new
            {
                handoff.UpdatedAt,
                handoff.Id,
                handoff.Status,
                handoff.Template,
            })
            .HasDatabaseName(HandoffIndexes.Updated);
        builder
            .HasIndex(handoff => new
            {
                handoff.FromTeam,
                handoff.UpdatedAt,
                handoff.Id,
                handoff.Status,
                handoff.Template,
            })
            .HasDatabaseName(HandoffIndexes.UpdatedFrom);
        builder
            .HasIndex(handoff => new
            {
                handoff.ToTeam,
                handoff.UpdatedAt,
                handoff.Id,
                handoff.Status,
                handoff.Template,
                handoff.InitiatedAt,
            })
            .HasDatabaseName(HandoffIndexes.UpdatedTo);
        builder
            .HasIndex(handoff => new { handoff.Priority, handoff.Id })
            .HasDatabaseName(HandoffIndexes.Priority)
            .HasFilter(HandoffIndexes.NotNormal);
        builder
            .HasIndex(handoff => new
            {
                handoff.FromTeam,
                handoff.Priority,
                handoff.Id,
            })
            .HasDatabaseName(HandoffIndexes.PriorityFrom)
            .HasFilter(HandoffIndexes.NotNormal);
        builder
            .HasIndex(handoff => new
            {
                handoff.ToTeam,
                handoff.Priority,
                handoff.Id,
            })
            .HasDatabaseName(HandoffIndexes.PriorityTo)
            .HasFilter(HandoffIndexes.NotNormal);
        builder
            .HasIndex(handoff => new
            {
                handoff.Template,
                handoff.Id,
                handoff.Status,
            })
            .HasDatabaseName(HandoffIndexes.Template);
        builder
            .HasIndex(handoff => new
            {
                handoff.Template,
                handoff.TitleHash,
                handoff.Id,
            })
            .HasDatabaseName(HandoffIndexes.Title);
    }
}
