using Baton.Core;

namespace Baton.Features.Templates.Fields;

/// <summary>
/// The currency of the organization: chosen in forms until somebody chooses another, and meant by a sign that several
/// share.
/// </summary>
internal sealed class CurrencyOptions(LiveSettings settings)
{
    internal const string Setting = "BATON_CURRENCY";

    internal static readonly Variable Variable = new(
        Setting,
        "The currency of your organization, an ISO 4217 code. Forms preselect it, and a sign such as `$` means it if "
            + "several currencies share the sign. An admin can set it on the page *Settings* instead",
        "EUR"
    );

    internal string? Usual => settings.Of(SettingNames.Currency, Setting);

    internal static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } code && !Currency.IsKnown(code))
            yield return $"{Setting} must be an ISO 4217 code such as EUR; it is '{code}'.";
    }
}
