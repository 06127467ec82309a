using System.Globalization;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Makes a bearer token. The secret is shown once and never stored.</summary>
internal static class CreateToken
{
    internal static async Task<Outcome<string>> RunAsync(
        BatonDb db,
        DateTime now,
        string person,
        string name,
        string? expires,
        CancellationToken cancellationToken
    )
    {
        if (!await db.People.AnyAsync(row => row.Key == person && row.DeactivatedAt == null, cancellationToken))
            return Refusal.Invalid("person", "unknown", T("There is no person {0}.", person));
        if (ParseSpan(expires) is not { } span)
            return Refusal.Invalid(
                "expires",
                "rule",
                T("--expires must be a time such as 90d, 12h or 30m; it is ''{0}'.", expires)
            );
        var secret = Token.NewSecret();
        db.Tokens.Add(
            new Token
            {
                PersonKey = person,
                Name = name,
                Hash = Token.HashOf(secret),
                CreatedAt = now,
                ExpiresAt = span == TimeSpan.MaxValue ? null : now + span,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return secret;
    }

    private static TimeSpan? ParseSpan(string? text)
    {
        if (text is null)
            return TimeSpan.MaxValue;
        if (
            text.Length < 2
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 100_000
        )
            return null;
        return text[^1] switch
        {
            'd' => TimeSpan.FromDays(number),
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes(number),
            _ => null,
        };
    }
}
