using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// An active person's proved address belongs to nobody else. One that somebody merely typed holds nothing and keeps
/// nobody out.
/// </summary>
internal static class ProvedAddresses
{
    internal const string Taken = "taken-address";

    /// <summary>
    /// Whether it is the proved address of an active person other than <paramref name="but"/>, for a write that would
    /// make it another one's: nobody else does so until that write is over.
    /// </summary>
    internal static async Task<bool> AreTakenForWriteAsync(
        BatonDb db,
        string email,
        string? but,
        CancellationToken cancellationToken
    )
    {
        await db.LockDirectoryAsync(cancellationToken);
        return await AreTakenAsync(db, email, but, cancellationToken);
    }

    /// <summary>
    /// Whether it is so at this moment. Compared here, since the engines know upper case of ASCII alone or of all.
    /// </summary>
    internal static async Task<bool> AreTakenAsync(
        BatonDb db,
        string email,
        string? but,
        CancellationToken cancellationToken
    )
    {
        var held = await db
            .People.Where(person => person.DeactivatedAt == null && person.EmailProvedAt != null && person.Key != but)
            .Select(person => person.Email)
            .ToListAsync(cancellationToken);
        return held.Contains(email.Trim(), StringComparer.OrdinalIgnoreCase);
    }
}
