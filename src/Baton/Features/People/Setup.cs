using System.Security.Cryptography;
using System.Text;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>The first admin of a fresh installation, made once by whoever reads the link on the server's own output.</summary>
internal sealed class Setup(IDbContextFactory<BatonDb> factory, Writer writer, BaseUrl baseUrl, TimeProvider time)
{
    private readonly string code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Null once there is somebody.</summary>
    internal async Task<string?> LinkAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.People.AnyAsync(cancellationToken) ? null : new Uri(baseUrl.Value, $"/setup?code={code}").AbsoluteUri;
    }

    internal bool Knows(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(code));

    /// <summary>The admin's first token.</summary>
    internal Task<Outcome<string>> RunAsync(string key, string name, string email, CancellationToken cancellationToken) =>
        writer.WriteAsync((db, token) => FirstAsync(db, time.UtcNow(), key, name, email, token), cancellationToken);

    private static async Task<Outcome<string>> FirstAsync(BatonDb db, DateTime now, string key, string name, string email, CancellationToken cancellationToken)
    {
        if (await db.People.AnyAsync(cancellationToken))
            return Refusal.NotFound("set-up");
        var added = await AddPerson.RunAsync(db, now, key, name, email, admin: true, cancellationToken);
        return added.Refused(out var refusal, out var person) ? refusal : await CreateToken.RunAsync(db, now, person.Key, "first", null, cancellationToken);
    }
}
