using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>An active person's proved address belongs to nobody else. One that somebody merely typed holds nothing and keeps nobody out.</summary>
internal static class ProvedAddresses
{
    internal const string Taken = "taken-address";

    /// <summary>Whether it is the proved address of an active person other than <paramref name="but"/>. Compared here, since the engines know upper case of ASCII alone or of all.</summary>
    internal static async Task<bool> AreTakenAsync(BatonDb db, string email, string? but, CancellationToken cancellationToken)
    {
        var held = await db.People.Where(person => person.DeactivatedAt == null && person.EmailProvedAt != null && person.Key != but).Select(person => person.Email).ToListAsync(cancellationToken);
        return held.Contains(email.Trim(), StringComparer.OrdinalIgnoreCase);
    }
}
