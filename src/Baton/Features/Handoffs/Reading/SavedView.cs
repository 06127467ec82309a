using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// A list of handoffs that somebody gave a name: for themselves, or for a team. Public because Razor makes components
/// public.
/// </summary>
public sealed class SavedView
{
    internal const int LongestName = 60;

    public long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The query of the address of the list.</summary>
    public required string Query { get; init; }

    /// <summary>Whose it is; null: of the person who saved it alone.</summary>
    public string? TeamKey { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTime CreatedAt { get; init; }
}

internal sealed class SavedViewTable : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.HasOne<Team>().WithMany().HasForeignKey(view => view.TeamKey).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(view => view.CreatedBy).OnDelete(DeleteBehavior.Cascade);
    }
}
