using System.Security.Cryptography;
using Baton.Core;
using Microsoft.AspNetCore.DataProtection;

namespace Baton.Channels;

/// <summary>The mail server that an admin set. Its password is stored encrypted, apart from its address.</summary>
internal sealed class StoredMailServer(LiveSettings settings, IDataProtectionProvider provider)
{
    private readonly IDataProtector protector = provider.CreateProtector("mail server");

    private Known? known;

    /// <summary>Null while none is set, or the key of its password is not here.</summary>
    internal SmtpOptions? Current
    {
        get
        {
            var server = settings.Stored(SettingNames.MailServer);
            var password = settings.Stored(SettingNames.MailPassword);
            var from = settings.Stored(SettingNames.MailFrom);
            if (server is null)
                return null;
            var kept = Volatile.Read(ref known);
            if (kept is null || (kept.Server, kept.Password, kept.From) != (server, password, from))
            {
                kept = new Known(server, password, from, Read(server, Open(password), from, []));
                Volatile.Write(ref known, kept);
            }

            return kept.Options;
        }
    }

    internal string Seal(string password) => protector.Protect(password);

    internal string? Open(string? sealedPassword)
    {
        try
        {
            return sealedPassword is null ? null : protector.Unprotect(sealedPassword);
        }
        catch (CryptographicException)
        {
            return null; // restored without its keys: the mail server refuses, and the page Health says so
        }
    }

    /// <summary>The same rules as for the variables of the environment.</summary>
    internal static SmtpOptions? Read(string server, string? password, string? from, List<string> faults) =>
        SmtpOptions.Read(WithPassword(server, password), from, faults);

    private static string WithPassword(string server, string? password) =>
        password is not null && Uri.TryCreate(server, UriKind.Absolute, out var url) && url.UserInfo.Length > 0
            ? server.Replace(
                $"{url.UserInfo}@",
                $"{url.UserInfo.Split(':')[0]}:{Uri.EscapeDataString(password)}@",
                StringComparison.Ordinal
            )
            : server;

    /// <summary>What was made ready of these three. A class, not a record: a record would print the password.</summary>
    private sealed class Known(string server, string? password, string? from, SmtpOptions? options)
    {
        internal string Server { get; } = server;

        internal string? Password { get; } = password;

        internal string? From { get; } = from;

        internal SmtpOptions? Options { get; } = options;
    }
}
