using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>The two templates that Baton starts with.</summary>
internal static class Starters
{
    private static readonly Lazy<IReadOnlyList<Template>> Read = new(() =>
    {
        using var reader = new StreamReader(typeof(Starters).Assembly.GetManifestResourceStream("starters.yaml")!);
        var (templates, faults) = TemplateFile.Parse(reader.ReadToEnd());
        return faults.Count == 0 ? templates : throw new InvalidOperationException(faults[0].Message);
    });

    internal static IReadOnlyList<Template> All => Read.Value;
}
