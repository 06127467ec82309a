using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Baton.Core;

/// <summary>Where people reach Baton: <c>BATON_URL</c>, else the first address that the server listens on.</summary>
internal sealed class BaseUrl(IConfiguration configuration, IServiceProvider services)
{
    private static readonly Uri Unknown = new("http://localhost:5080");

    private Uri? known;

    internal Uri Value => known ?? Find();

    /// <summary>Kept once it is sure: before the server listens, a port of 0 is still to be chosen.</summary>
    private Uri Find()
    {
        var found = Configured() ?? Listening();
        if (found is { Port: not 0 })
            known = found;
        return found ?? Unknown;
    }

    private Uri? Configured() => Uri.TryCreate(configuration["BATON_URL"], UriKind.Absolute, out var url) ? url : null;

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
