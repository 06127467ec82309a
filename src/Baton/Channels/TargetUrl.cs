using System.Net;
using Baton.Client;

namespace Baton.Channels;

/// <summary>The rules for an address that Baton posts to, as far as they can be told without a name server.</summary>
internal static class TargetUrl
{
    internal const string Field = "url";
    private const int Longest = 2048;

    internal static IReadOnlyList<FieldError> Faults(string? url, bool httpsOnly, bool allowPrivate)
    {
        if (string.IsNullOrWhiteSpace(url))
            return [new(Field, "missing", T("The URL is missing. Enter one such as https://example.org/hook."))];
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var target)
            || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp)
        )
            return
            [
                new(Field, "type", T("The URL must be an https or http address such as https://example.org/hook.")),
            ];
        return [.. Rules(url, target, httpsOnly, allowPrivate)];
    }

    private static IEnumerable<FieldError> Rules(string url, Uri target, bool httpsOnly, bool allowPrivate)
    {
        if (url.Length > Longest)
            yield return new(Field, "rule", T("The URL must not be longer than {0} characters.", Longest));
        if (httpsOnly && target.Scheme != Uri.UriSchemeHttps)
            yield return new(Field, "rule", T("The URL must start with https://."));
        if (target.UserInfo.Length > 0)
            yield return new(Field, "rule", T("The URL must not contain a user name or a password."));
        if (!allowPrivate && IsPrivate(target))
            yield return new(
                Field,
                "rule",
                T(
                    "The URL points to a private address. Set {0}=true to allow it.",
                    ChannelOptions.AllowPrivateTargetsKey
                )
            );
    }

    private static bool IsPrivate(Uri target)
    {
        var host = target.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out var address)
            ? !PublicAddresses.Contains(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
