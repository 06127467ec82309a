using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Baton.Core;

/// <summary>
/// Where people reach Baton: <c>BATON_URL</c>, else what an admin set, else the first address that the server listens
/// on.
/// </summary>
internal sealed class BaseUrl(LiveSettings settings, IServiceProvider services)
{
    internal const string Setting = "BATON_URL";

    internal static readonly Variable Variable = new(
        Setting,
        "The address that people use: links in notices begin with it, and cookies and passkeys follow it. An admin can "
            + "set it on the page *Settings* instead",
        "https://baton.example.org"
    )
    {
        Default = "the first of the addresses to listen on",
    };

    private static readonly Uri Unknown = new("http://localhost:5080");

    private Uri? listening;

    /// <summary>A setting is read as an address once.</summary>
    private Tuple<string, Uri>? configured;

    internal Uri Value => Configured() ?? listening ?? Find();

    /// <summary>Kept once it is sure: before the server listens, a port of 0 is still to be chosen.</summary>
    private Uri Find()
    {
        var found = Listening();
        if (found is { Port: not 0 })
            listening = found;
        return found ?? Unknown;
    }

    private Uri? Configured()
    {
        if (settings.Of(SettingNames.PublicUrl, Setting) is not { } text)
            return null;
        if (configured is { } known && known.Item1 == text)
            return known.Item2;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            return null;
        configured = Tuple.Create(text, url);
        return url;
    }

    private Uri? Listening()
    {
        var address = services
            .GetService<IServer>()
            ?.Features.Get<IServerAddressesFeature>()
            ?.Addresses.FirstOrDefault();
        return address is null
            ? null
            : new Uri(
                address
                    .Replace("[::]", "localhost", StringComparison.Ordinal)
                    .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
                    .Replace("*", "localhost", StringComparison.Ordinal)
            );
    }
}
