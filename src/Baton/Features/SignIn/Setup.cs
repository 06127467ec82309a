using System.Security.Cryptography;
using System.Text;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// The first admin of a fresh installation, made once by whoever reads the link on the server's own output.
/// </summary>
internal sealed class Setup(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    Passwords passwords,
    BaseUrl baseUrl,
    TimeProvider time
)
{
    private readonly string code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Null once there is somebody.</summary>
    internal async Task<string?> LinkAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.People.AnyAsync(cancellationToken)
            ? null
            : new Uri(baseUrl.Value, $"/setup?code={code}").AbsoluteUri;
    }

    internal bool Knows(string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(code));

    /// <summary>The admin, who can sign in from now on.</summary>
    internal async Task<Outcome<Account>> RunAsync(NewPerson admin, CancellationToken cancellationToken)
    {
        var faults = admin.PasswordFaults();
        var account = new Account
        {
            PersonKey = admin.Key,
            PasswordHash = faults.Count == 0 ? passwords.Hash(admin.Password) : null,
        };
        return await writer.WriteAsync(
            (db, token) => FirstAsync(db, time.UtcNow(), admin, account, faults, token),
            cancellationToken
        );
    }

    private static async Task<Outcome<Account>> FirstAsync(
        BatonDb db,
        DateTime now,
        NewPerson admin,
        Account account,
        IReadOnlyList<Client.FieldError> faults,
        CancellationToken cancellationToken
    )
    {
        if (await db.People.AnyAsync(cancellationToken))
            return Refusal.NotFound(T("set-up"));
        db.Acting = db.Acting! with { Who = admin.Key };
        return await admin.AddAsync(db, now, isAdmin: true, account, faults, cancellationToken);
    }
}
