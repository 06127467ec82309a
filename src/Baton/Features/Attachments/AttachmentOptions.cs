using System.Globalization;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Attachments;

/// <summary>How large an attachment may be, and of which types.</summary>
internal sealed record AttachmentOptions(long Largest, IReadOnlyList<string> Extensions)
{
    internal const string MaxSetting = "BATON_ATTACHMENT_MAX";
    internal const string TypesSetting = "BATON_ATTACHMENT_TYPES";

    private const long Mebibyte = 1024 * 1024;
    private const long Default = 10 * Mebibyte;
    private const long Most = 1024 * Mebibyte;

    /// <summary>What a request may have beside the file: the form around it.</summary>
    internal const long Around = 64 * 1024;

    internal long LargestBody => Largest + Around;

    /// <summary>For a refusal: said once, when the program starts, because a refusal is in English for everybody.</summary>
    internal string LargestText { get; } = SizeText.Of(Largest);

    internal static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Size(configuration) is null)
            yield return $"{MaxSetting} must be a number of bytes from 1 to {Most}, or of K or M such as 25M; it is '{configuration[MaxSetting]}'.";
        var unknown = Types(configuration).Except(AttachmentTypes.Known).ToList();
        if (unknown.Count > 0)
            yield return $"{TypesSetting} names {string.Join(", ", unknown)}; known are {string.Join(", ", AttachmentTypes.Known)}.";
    }

    internal static AttachmentOptions From(IConfiguration configuration) => new(Size(configuration) ?? Default, [.. Types(configuration)]);

    private static IEnumerable<string> Types(IConfiguration configuration) => configuration[TypesSetting] is { Length: > 0 } named
        ? named.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(type => type.TrimStart('.').ToLowerInvariant()).Distinct()
        : AttachmentTypes.Known;

    private static long? Size(IConfiguration configuration)
    {
        if (configuration[MaxSetting]?.Trim() is not { Length: > 0 } text)
            return Default;
        var unit = char.ToUpperInvariant(text[^1]) switch { 'K' => 1024, 'M' => Mebibyte, _ => 1 };
        return long.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Most / unit ? number * unit : null;
    }
}

/// <summary>A size as people say it.</summary>
internal static class SizeText
{
    internal static string Of(long bytes) => bytes switch
    {
        < 1024 => T("{0} bytes", bytes),
        < 1024 * 1024 => T("{0:0.#} KiB", bytes / 1024.0),
        _ => T("{0:0.#} MiB", bytes / 1048576.0),
    };
}
