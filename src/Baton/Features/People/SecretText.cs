using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Baton.Features.People;

/// <summary>Encrypts the secrets of accounts.</summary>
internal sealed class SecretText(IDataProtectionProvider provider)
{
    private readonly IDataProtector protector = provider.CreateProtector("account");

    internal string Seal(string secret) => protector.Protect(secret);

    /// <summary>Null when the key that sealed it is not here.</summary>
    internal string? Open(string sealedSecret)
    {
        try
        {
            return protector.Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null; // restored without its keys: whoever it belongs to signs in with a recovery code
        }
    }
}
