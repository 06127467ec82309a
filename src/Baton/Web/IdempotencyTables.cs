using System.Collections.Concurrent;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Web;

internal static class IdempotencyTables
{
    internal static readonly HotQuery<string, string, IdempotentAnswer> ByKey = new(
        (db, person, key) =>
            db.Set<IdempotentAnswer>()
                .AsNoTracking()
                .SingleOrDefault(kept => kept.PersonKey == person && kept.Key == key)
    );

    private static readonly ConcurrentDictionary<IModel, Statement> Inserts = [];

    extension(BatonDb db)
    {
        internal DbSet<IdempotentAnswer> IdempotentAnswers => db.Set<IdempotentAnswer>();
    }

    /// <summary>
    /// Keeps an answer in the place of one that is too old to count; the transaction fails where there is a newer one.
    /// </summary>
    internal static Task KeepAsync(
        BatonDb db,
        IdempotentAnswer answer,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        var row = RowInsert.For<IdempotentAnswer>(db.Model);
        var statement = Inserts.GetOrAdd(db.Model, _ => InsertOf(row));
        return statement.SendAsync(db, [.. row.ValuesOf(answer), since], cancellationToken, expected: 1);
    }

    private static Statement InsertOf(RowInsert row)
    {
        var set = string.Join(", ", row.Names.Select(name => $"\"{name}\" = excluded.\"{name}\""));
        return row.Followed(
            $"ON CONFLICT (person_key, \"key\") DO UPDATE SET {set} "
                + $"WHERE idempotent_answers.created_at < @p{row.Names.Count}",
            row.IndexOf("created_at")
        );
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
