using System.Globalization;
using Baton.Client;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>Evidence as the command line takes it: one text, of the kind that the step asks for.</summary>
internal static class CliEvidence
{
    internal static async Task<GivenEvidence> OfAsync(
        BatonClient api,
        long id,
        string step,
        string text,
        CancellationToken cancellationToken
    )
    {
        var handoff = await api.GetAsync(id, cancellationToken);
        return handoff.Checklist.FirstOrDefault(known => known.Key == step)?.Evidence switch
        {
            EvidenceKind.File when int.TryParse(text, CultureInfo.InvariantCulture, out var file) => new GivenEvidence(
                File: file
            ),
            EvidenceKind.File when File.Exists(text) => await AttachAsync(api, id, text, cancellationToken),
            EvidenceKind.Url => new GivenEvidence(Url: text),
            EvidenceKind.Number when NumberOf(text) is { } number => new GivenEvidence(Number: number),
            _ => new GivenEvidence(Text: text),
        };
    }

    private static async Task<GivenEvidence> AttachAsync(
        BatonClient api,
        long id,
        string path,
        CancellationToken cancellationToken
    )
    {
        await using var content = File.OpenRead(path);
        var name = Path.GetFileName(path);
        var attached = await api.AttachAsync(id, name, content, cancellationToken: cancellationToken);
        return new GivenEvidence(File: attached.Attachments[^1].Number);
    }

    private static decimal? NumberOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
