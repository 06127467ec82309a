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
    )
    {
        Place = new StatementPlace(0, "notices"),
        Many = new ManyRows(
            "UPDATE notices SET expanded_at = taken.at FROM unnest($1, $2) AS taken (at, id) "
                + "WHERE notices.id = taken.id AND expanded_at IS NULL",
            [typeof(DateTime), typeof(long)]
        ),
    };

    extension(BatonDb db)
    {
        internal DbSet<Notice> Notices => db.Set<Notice>();
    }

    /// <summary>Those of these notices that nobody has marked as done, nor is about to.</summary>
    internal static async Task<IReadOnlyCollection<long>> FreeAsync(
        BatonDb db,
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    ) =>
        db.OneServer
            ? ids
            : await db
                .Notices.Where(notice => EF.Parameter(ids).Contains(notice.Id) && notice.ExpandedAt == null)
                .SkippingLocked(db)
                .Select(notice => notice.Id)
                .ToListAsync(cancellationToken);

    /// <summary>Marks a notice as done; the transaction fails where somebody else had marked it before.</summary>
    internal static Task TakeAsync(BatonDb db, long id, DateTime now, CancellationToken cancellationToken) =>
        Take.SendAsync(db, [now, id], cancellationToken, expected: 1);
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
