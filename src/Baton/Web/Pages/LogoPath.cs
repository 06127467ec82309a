using System.Security.Cryptography;
using System.Text;

namespace Baton.Web.Pages;

/// <summary>
/// Where the logo of the organization is: the address changes with it, so that a browser keeps it for long.
/// </summary>
internal static class LogoPath
{
    internal static string Of(string base64) => $"/logo/{MarkOf(base64)}";

    internal static string MarkOf(string base64) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(base64)))[..16];
}
