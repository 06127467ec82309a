using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.SignIn;

/// <summary>
/// A form that was submitted when its session had ended, until its sender is signed in again. It is found by the hash
/// of a secret that only their browser has, and is encrypted.
/// </summary>
internal sealed class CarriedForm
{
    /// <summary>As long as somebody may take to sign in.</summary>
    internal static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    public required string Hash { get; init; }

    /// <summary>The path and the inputs, sealed.</summary>
    public required string Content { get; init; }

    public required DateTime ExpiresAt { get; init; }
}

internal sealed class CarriedFormTable : IEntityTypeConfiguration<CarriedForm>
{
    public void Configure(EntityTypeBuilder<CarriedForm> builder)
    {
        builder.ToTable("carried_forms");
        builder.HasKey(form => form.Hash);
        builder.HasIndex(form => form.ExpiresAt);
    }
}
