using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Baton.Tests.App;

/// <summary>
/// A device with one passkey, as WebAuthn level 2 describes its answers: ES256, attestation none. What it says can be
/// made wrong.
/// </summary>
public sealed class SoftKey(string origin) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(16);
    private string userHandle = "";

    /// <summary>What the browser says of where it is.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>Whether the device saw its owner.</summary>
    public bool Verified { get; set; } = true;

    public uint Count { get; set; }

    public string Id => Base64Url.EncodeToString(id);

    /// <summary>The answer to the options of a creation.</summary>
    public string Make(string options)
    {
        using var asked = JsonDocument.Parse(options);
        userHandle = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var point = key.ExportParameters(false).Q;
        byte[] cose =
        [
            0xA5,
            0x01,
            0x02,
            0x03,
            0x26,
            0x20,
            0x01,
            0x21,
            0x58,
            0x20,
            .. point.X!,
            0x22,
            0x58,
            0x20,
            .. point.Y!,
        ];
        byte[] data =
        [
            .. DataOf(asked.RootElement.GetProperty("rp").GetProperty("id").GetString()!, 0x40),
            .. new byte[16],
            0,
            (byte)id.Length,
            .. id,
            .. cose,
        ];
        byte[] attestation =
        [
            0xA3,
            0x63,
            .. "fmt"u8,
            0x64,
            .. "none"u8,
            0x67,
            .. "attStmt"u8,
            0xA0,
            0x68,
            .. "authData"u8,
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Answer(
            new
            {
                clientDataJSON = Client("webauthn.create", asked),
                attestationObject = Base64Url.EncodeToString(attestation),
                transports = Array.Empty<string>(),
            }
        );
    }

    /// <summary>The answer to the options of a sign-in.</summary>
    public string Prove(string options)
    {
        using var asked = JsonDocument.Parse(options);
        Count++;
        var data = DataOf(asked.RootElement.GetProperty("rpId").GetString()!, 0);
        var client = Client("webauthn.get", asked);
        var signature = key.SignData(
            [.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Answer(
            new
            {
                clientDataJSON = client,
                authenticatorData = Base64Url.EncodeToString(data),
                signature = Base64Url.EncodeToString(signature),
                userHandle,
            }
        );
    }

    private byte[] DataOf(string domain, byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(domain)),
            (byte)(0x01 | (Verified ? 0x04 : 0) | more),
            .. count,
        ];
    }

    private string Client(string type, JsonDocument asked) =>
        Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    type,
                    challenge = asked.RootElement.GetProperty("challenge").GetString(),
                    origin = Origin,
                    crossOrigin = false,
                }
            )
        );

    private string Answer(object response) =>
        JsonSerializer.Serialize(
            new
            {
                id = Id,
                rawId = Id,
                type = "public-key",
                authenticatorAttachment = "platform",
                clientExtensionResults = new { },
                response,
            }
        );

    public void Dispose() => key.Dispose();
}
