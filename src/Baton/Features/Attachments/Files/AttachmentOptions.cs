using System.Globalization;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// How large an attachment may be, and of which types; how much those of a handoff may have together, and what they
/// leave free of the disk.
/// </summary>
internal sealed record AttachmentOptions(long Largest, long Total, long Free, IReadOnlyList<string> Extensions)
{
    internal const string MaxSetting = "BATON_ATTACHMENT_MAX";
    internal const string TotalSetting = "BATON_ATTACHMENTS_TOTAL";
    internal const string FreeSetting = "BATON_DISK_FREE";
    internal const string TypesSetting = "BATON_ATTACHMENT_TYPES";

    private const long Mebibyte = 1024 * 1024;
    private const long Most = 1024 * Mebibyte;
    private const long MostTotal = 1024 * Most;

    /// <summary>Of a small disk a twentieth is left free where nothing else is said.</summary>
    private const int ShareFree = 20;

    private static readonly (string Setting, long Default, long Most)[] Sizes =
    [
        (MaxSetting, 10 * Mebibyte, Most),
        (TotalSetting, 500 * Mebibyte, MostTotal),
        (FreeSetting, 64 * Mebibyte, MostTotal),
    ];

    internal static readonly IReadOnlyList<Variable> Variables =
    [
        new(MaxSetting, "The largest size of a file, with `K` or `M` for larger units; at most `1024M`", "25M")
        {
            Default = "10M",
            Unit = "bytes",
        },
        new(TotalSetting, "The largest total size of the files of one handoff", "2G")
        {
            Default = "500M",
            Unit = "bytes",
        },
        new(
            TypesSetting,
            $"The file extensions to allow, separated by commas: some of {string.Join(", ", AttachmentTypes.Known)}",
            "pdf, docx, xlsx"
        )
        {
            Default = "all of them",
        },
        new(FreeSetting, "The disk space that files must leave free", "1G")
        {
            Default = "64M, at most 5% of the disk",
            Unit = "bytes",
        },
    ];

    /// <summary>What a request may have beside the file: the form around it.</summary>
    internal const long Around = 64 * 1024;

    /// <summary>
    /// A browser sends the whole file before it reads the answer: where the limit cuts it off, it says nothing but
    /// that the connection broke. So much more is read of a page's form, to be refused in words beside what was typed.
    /// </summary>
    internal const long Tolerated = 64 * 1024 * 1024;

    internal long LargestBody => Largest + Around;

    internal static Refusal TooLarge(AttachmentOptions options) =>
        new(
            413,
            "too-large",
            T("Too large"),
            T("A file must not be larger than {0} ({1}).", options.LargestText, MaxSetting)
        );

    /// <summary>
    /// For a refusal: said once, when the program starts, because a refusal is in English for everybody.
    /// </summary>
    internal string LargestText { get; } = SizeText.Of(Largest);

    internal string TotalText { get; } = SizeText.Of(Total);

    private bool SaysFree { get; init; }

    /// <summary>How many bytes must stay free of a disk of this size.</summary>
    internal long FreeOf(long disk) => SaysFree ? Free : Math.Min(Free, disk / ShareFree);

    internal static IEnumerable<string> Faults(IConfiguration configuration)
    {
        foreach (var (setting, _, most) in Sizes.Where(size => Size(configuration, size) is null))
            yield return $"{setting} must be a size from 1 to {most} bytes, such as 25M; it is "
                + $"'{configuration[setting]}'.";
        var unknown = Types(configuration).Except(AttachmentTypes.Known).ToList();
        if (unknown.Count > 0)
            yield return $"{TypesSetting} must list types from {string.Join(", ", AttachmentTypes.Known)}; it also "
                + $"has {string.Join(", ", unknown)}.";
    }

    internal static AttachmentOptions From(IConfiguration configuration)
    {
        var sizes = Sizes.Select(size => Size(configuration, size) ?? size.Default).ToList();
        return new(sizes[0], Math.Max(sizes[0], sizes[1]), sizes[2], [.. Types(configuration)])
        {
            SaysFree = configuration[FreeSetting] is { Length: > 0 },
        };
    }

    private static IEnumerable<string> Types(IConfiguration configuration) =>
        configuration[TypesSetting] is { Length: > 0 } named
            ? named
                .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(type => type.TrimStart('.').ToLowerInvariant())
                .Distinct()
            : AttachmentTypes.Known;

    private static long? Size(IConfiguration configuration, (string Setting, long Default, long Most) size)
    {
        if (configuration[size.Setting]?.Trim() is not { Length: > 0 } text)
            return size.Default;
        var unit = char.ToUpperInvariant(text[^1]) switch
        {
            'K' => 1024,
            'M' => Mebibyte,
            'G' => 1024 * Mebibyte,
            _ => 1,
        };
        return
            long.TryParse(
                unit == 1 ? text : text[..^1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= 1
            && number <= size.Most / unit
            ? number * unit
            : null;
    }
}

/// <summary>A size as people say it.</summary>
internal static class SizeText
{
    internal static string Of(long bytes) =>
        bytes switch
        {
            < 1024 => T("{0} bytes", bytes),
            < 1024 * 1024 => T("{0, number} KB", Math.Round(bytes / 1024.0, 1)),
            _ => T("{0, number} MB", Math.Round(bytes / 1048576.0, 1)),
        };
}
