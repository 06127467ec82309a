using System.Globalization;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>Evidence as it is typed into a page. What cannot be read is a text, which the step then refuses.</summary>
internal static class EvidenceInputs
{
    internal static TickRequest Read(Form form) =>
        new(
            Done: true,
            Note: form.Optional("note"),
            Evidence: form.Optional("evidence") is { } typed ? Given(form.Text("kind"), typed.Trim()) : null
        );

    private static GivenEvidence Given(string kind, string typed) =>
        EvidenceKinds.Find(kind) switch
        {
            EvidenceKind.File when int.TryParse(typed, CultureInfo.InvariantCulture, out var file) => new(File: file),
            EvidenceKind.Url => new(Url: typed),
            EvidenceKind.Number when NumberOf(typed) is { } number => new(Number: number),
            _ => new(Text: typed),
        };

    private static decimal? NumberOf(string typed)
    {
        var signs = CultureInfo.CurrentUICulture.NumberFormat;
        var format = new NumberFormat(signs.NumberDecimalSeparator[0], signs.NumberGroupSeparator[0]);
        return
            NumberText.Read(typed, format) is { } reading
            && decimal.TryParse(reading.Plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
