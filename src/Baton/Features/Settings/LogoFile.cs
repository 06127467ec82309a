using System.Xml;

namespace Baton.Features.Settings;

/// <summary>
/// A logo that an admin uploaded: a small PNG, or an SVG that draws and does nothing else. It is shown as an image, and
/// sent so that it can do nothing where somebody opens it by itself either.
/// </summary>
internal sealed record LogoFile(byte[] Content, string ContentType)
{
    internal const int Largest = 64 * 1024;

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "title",
        "desc",
        "use",
        "symbol",
    };

    internal static (LogoFile? File, string? Fault) Read(string base64)
    {
        if (base64.Length > Largest * 4 / 3 + 4)
            return (null, T("logo must not be larger than {0} KiB.", Largest / 1024));
        var content = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, content, out var length))
            return (null, T("logo must be a PNG or SVG file in base64."));
        content = content[..length];
        if (content.AsSpan().StartsWith(Png))
            return (new LogoFile(content, "image/png"), null);
        return IsHarmlessSvg(content)
            ? (new LogoFile(content, "image/svg+xml"), null)
            : (
                null,
                T("logo must be a PNG, or an SVG of shapes and text alone, without scripts, styles and " + "links.")
            );
    }

    private static bool IsHarmlessSvg(byte[] content)
    {
        var rules = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = Largest,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), rules);
            var isSvg = false;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction)
                    return false;
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (!Harmless.Contains(reader.LocalName) || !AreHarmless(reader))
                    return false;
                isSvg |= reader is { Depth: 0, LocalName: "svg" };
            }

            return isSvg;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool AreHarmless(XmlReader element)
    {
        while (element.MoveToNextAttribute())
        {
            if (
                element.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || element.LocalName == "style"
                || LeadsOut(element.LocalName, element.Value)
            )
                return false;
        }

        element.MoveToElement();
        return true;
    }

    /// <summary>Whether it names something outside of the file; an escape could hide that.</summary>
    private static bool LeadsOut(string attribute, string value) =>
        attribute == "href"
            ? !value.StartsWith('#')
            : value.Contains('\\', StringComparison.Ordinal)
                || value
                    .Replace("url(#", "", StringComparison.Ordinal)
                    .Contains("url(", StringComparison.OrdinalIgnoreCase);
}
