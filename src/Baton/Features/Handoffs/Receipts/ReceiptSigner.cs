using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Core;
using Baton.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Baton.Features.Handoffs.Receipts;

/// <summary>
/// Signs receipts with the key of this installation (Ed25519), which is made when the first is asked for.
/// </summary>
internal sealed class ReceiptSigner(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    IDataProtectionProvider protection,
    TimeProvider time
)
{
    internal const string Algorithm = "Ed25519";

    /// <summary>What stands before the 32 bytes of the key in a SubjectPublicKeyInfo (RFC 8410).</summary>
    private static readonly byte[] Prefix = Convert.FromHexString("302a300506032b6570032100");

    private readonly IDataProtector protector = protection.CreateProtector("receipt");

    internal async Task<ReceiptKeyRecord> PublicAsync(CancellationToken cancellationToken)
    {
        var key = (await KeyAsync(cancellationToken)).PublicKey;
        var pem = PemEncoding.WriteString("PUBLIC KEY", Convert.FromBase64String(key)) + "\n";
        return new ReceiptKeyRecord(Algorithm, pem, FingerprintOf(key));
    }

    /// <summary>The file: each member has a line, so that what is signed can be cut out of it byte by byte.</summary>
    internal async Task<byte[]> SignAsync(ReceiptRecord receipt, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(cancellationToken);
        var said = JsonSerializer.Serialize(receipt, BatonJson.Options);
        var lines = $$"""
            {
            "receipt": {{said}},
            "algorithm": "{{Algorithm}}",
            "public_key": "{{key.PublicKey}}",
            "fingerprint": "{{FingerprintOf(key.PublicKey)}}",
            "signature": "{{Sign(key, said)}}"
            }

            """;
        return Encoding.UTF8.GetBytes(lines);
    }

    private string Sign(ReceiptKey key, string said)
    {
        var bytes = Encoding.UTF8.GetBytes(said);
        var signer = new Ed25519Signer();
        var own = protector.Unprotect(Convert.FromBase64String(key.PrivateKey));
        signer.Init(forSigning: true, new Ed25519PrivateKeyParameters(own));
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return Convert.ToBase64String(signer.GenerateSignature());
    }

    private static string FingerprintOf(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(key)));

    private async Task<ReceiptKey> KeyAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await StoredAsync(db, cancellationToken) is { } there)
            return there;
        await writer.WriteAsync(KeepAsync, cancellationToken);
        return (await StoredAsync(db, cancellationToken))!;
    }

    private static Task<ReceiptKey?> StoredAsync(BatonDb db, CancellationToken cancellationToken) =>
        db.ReceiptKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Name == ReceiptKey.Only, cancellationToken);

    /// <summary>Where another server was faster, its key is the one.</summary>
    private Task KeepAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var row = RowInsert.For<ReceiptKey>(db.Model);
        return row.Followed("ON CONFLICT (name) DO NOTHING").SendAsync(db, row.ValuesOf(Make()), cancellationToken);
    }

    private ReceiptKey Make()
    {
        var own = new Ed25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(Ed25519PrivateKeyParameters.KeySize));
        return new ReceiptKey
        {
            Name = ReceiptKey.Only,
            PublicKey = Convert.ToBase64String([.. Prefix, .. own.GeneratePublicKey().GetEncoded()]),
            PrivateKey = Convert.ToBase64String(protector.Protect(own.GetEncoded())),
            CreatedAt = time.UtcNow(),
        };
    }
}
