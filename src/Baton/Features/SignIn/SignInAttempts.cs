using System.Security.Cryptography;
using System.Text;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.SignIn;

/// <summary>
/// How much of a limit is used up: when it would be full again. What it is of is hashed, for what is typed as a name
/// may be a password.
/// </summary>
internal sealed class SignInAttempts
{
    public required string Hash { get; init; }

    /// <summary>In ticks.</summary>
    public required long FullAt { get; init; }

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

internal sealed class SignInAttemptsTable : IEntityTypeConfiguration<SignInAttempts>
{
    public void Configure(EntityTypeBuilder<SignInAttempts> builder)
    {
        builder.ToTable("sign_in_attempts");
        builder.HasKey(attempts => attempts.Hash);
        builder.HasIndex(attempts => attempts.FullAt);
    }
}
