using System.Security.Cryptography;
using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>A template's fingerprint: of what it says, not of how its file is written.</summary>
internal static class TemplateContent
{
    internal static string HashOf(Template template) =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<Template>(template, BatonJson.Options))
        );
}
