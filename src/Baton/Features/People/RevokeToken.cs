using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Takes a token's power away, from the next request on.</summary>
internal static class RevokeToken
{
    internal static async Task<Outcome<Token>> RunAsync(
        BatonDb db,
        DateTime now,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.Tokens.SingleOrDefaultAsync(row => row.Id == id && row.RevokedAt == null, cancellationToken)
            is not { } token
        )
            return Refusal.NotFound(T("token {0}", id));
        token.RevokedAt = now;
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>Every token of a person.</summary>
    internal static async Task AllAsync(BatonDb db, string person, CancellationToken cancellationToken)
    {
        await MarkAllAsync(db, person, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The same, stored with what else is about to be.</summary>
    internal static async Task MarkAllAsync(BatonDb db, string person, CancellationToken cancellationToken)
    {
        foreach (
            var token in await db
                .Tokens.Where(row => row.PersonKey == person && row.RevokedAt == null)
                .ToListAsync(cancellationToken)
        )
            token.RevokedAt = db.Acting!.At;
    }

    /// <summary>By whoever it belongs to; another one's is not there.</summary>
    internal static async Task<Outcome<Token>> OwnAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    ) =>
        await db.Tokens.AnyAsync(token => token.Id == id && token.PersonKey == context.Caller.Person, cancellationToken)
            ? await RunAsync(db, context.Now, id, cancellationToken)
            : Refusal.NotFound(T("token {0}", id));

    internal static async Task<IReadOnlyList<Token>> ListAsync(
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(cancellationToken);
        return await db
            .Tokens.AsNoTracking()
            .Where(token => token.RevokedAt == null)
            .OrderBy(token => token.Id)
            .ToListAsync(cancellationToken);
    }
}
