using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Web;

internal static class IdempotencyTables
{
    extension(BatonDb db)
    {
        internal DbSet<IdempotentAnswer> IdempotentAnswers => db.Set<IdempotentAnswer>();
    }
}

internal sealed class IdempotentAnswerTable : IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("idempotent_answers");
        builder.HasKey(answer => new { answer.PersonKey, answer.Key });
        builder.HasIndex(answer => answer.CreatedAt);
        builder.Property(answer => answer.ETag).HasColumnName("etag");
    }
}
