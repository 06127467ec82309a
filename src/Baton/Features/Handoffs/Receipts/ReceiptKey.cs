using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Handoffs.Receipts;

/// <summary>
/// The key that signs receipts. It is never changed: what it signed is verified for as long as anybody asks.
/// </summary>
internal sealed class ReceiptKey
{
    /// <summary>The only one there is, so that servers that make it at the same moment make one.</summary>
    internal const string Only = "receipts";

    public required string Name { get; init; }

    /// <summary>The Ed25519 key as SubjectPublicKeyInfo, in base64: what a PEM file has between its lines.</summary>
    public required string PublicKey { get; init; }

    /// <summary>Encrypted.</summary>
    public required string PrivateKey { get; init; }

    public required DateTime CreatedAt { get; init; }
}

internal sealed class ReceiptKeyTable : IEntityTypeConfiguration<ReceiptKey>
{
    public void Configure(EntityTypeBuilder<ReceiptKey> builder)
    {
        builder.ToTable("receipt_keys");
        builder.HasKey(key => key.Name);
    }
}

internal static class ReceiptTables
{
    extension(BatonDb db)
    {
        internal DbSet<ReceiptKey> ReceiptKeys => db.Set<ReceiptKey>();
    }
}
