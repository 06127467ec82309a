using System.Security.Cryptography;
using System.Text.Json;
using Baton.Client;
using Microsoft.AspNetCore.DataProtection;

namespace Baton.Channels;

/// <summary>Encrypts where a channel leads: addresses of webhooks and Slack are secrets.</summary>
internal sealed class ChannelVault(IDataProtectionProvider provider)
{
    private readonly IDataProtector protector = provider.CreateProtector("channel");

    internal string Seal(ChannelSettings settings) =>
        protector.Protect(JsonSerializer.Serialize(settings, BatonJson.Options));

    /// <summary>Null when the key that sealed it is not here.</summary>
    internal ChannelSettings? Open(string sealedSettings)
    {
        try
        {
            return JsonSerializer.Deserialize<ChannelSettings>(protector.Unprotect(sealedSettings), BatonJson.Options);
        }
        catch (CryptographicException)
        {
            return null; // restored without its keys: the delivery log says so in plain words
        }
    }
}
