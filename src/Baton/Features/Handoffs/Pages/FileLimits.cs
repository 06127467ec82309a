using System.Globalization;
using Baton.Features.Attachments.Files;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What an input for files says of those that are taken, so that no other is sent in vain.</summary>
internal static class FileLimits
{
    /// <summary>The place of the name of a file in what the script says.</summary>
    private const string Name = "{file}";

    internal static Dictionary<string, object> Of(AttachmentOptions options) =>
        new()
        {
            ["accept"] = string.Join(',', options.Extensions.Select(extension => "." + extension)),
            ["data-largest"] = options.Largest.ToString(CultureInfo.InvariantCulture),
            ["data-large"] = TooLarge(Name, options),
            ["data-empty"] = Empty(Name),
            ["data-type"] = OfOtherType(Name, options),
        };

    internal static string TooLarge(string name, AttachmentOptions options) =>
        T(
            "{0} was not added: a file can have at most {1}. Compress it, or put a link to it in a field.",
            name,
            SizeText.Of(options.Largest)
        );

    internal static string Empty(string name) => T("{0} was not added: it is empty.", name);

    internal static string OfOtherType(string name, AttachmentOptions options) =>
        T("{0}: files of this type are not allowed. Allowed are {1}.", name, string.Join(", ", options.Extensions));
}
