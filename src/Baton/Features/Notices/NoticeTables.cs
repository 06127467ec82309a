using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Notices;

internal static class NoticeTables
{
    /// <summary>Runs for every notice, so it is kept prepared.</summary>
    private static readonly Statement Take = new(
        "UPDATE notices SET expanded_at = @p0 WHERE id = @p1 AND expanded_at IS NULL",
        2
    );

    extension(BatonDb db)
    {
        internal DbSet<Notice> Notices => db.Set<Notice>();
    }

    /// <summary>Marks a notice as done; false when somebody else had marked it before.</summary>
    internal static async Task<bool> TakeAsync(
        BatonDb db,
        long id,
        DateTime now,
        CancellationToken cancellationToken
    ) => await Take.ExecuteAsync(db, [now, id], cancellationToken) == 1;
}

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices");
        builder.Property(notice => notice.Data).AsJson();
        builder.HasIndex(notice => notice.Id).HasFilter("expanded_at IS NULL");
    }
}
