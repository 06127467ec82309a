using Baton.Core;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// The currency of the organization: chosen in forms until somebody chooses another, and meant by a sign that several
/// share.
/// </summary>
internal sealed class CurrencyOptions(LiveSettings settings)
{
    internal const string Setting = "BATON_CURRENCY";

    internal string? Usual => settings.Of(SettingNames.Currency, Setting);

    internal static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } code && !Currency.IsKnown(code))
            yield return $"{Setting} must be an ISO 4217 code such as EUR; it is '{code}'.";
    }
}
