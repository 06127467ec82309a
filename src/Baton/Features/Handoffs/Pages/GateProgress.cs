using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What the gate says of a form, field by field. Public because Razor makes components public.</summary>
public sealed record GateProgress(IReadOnlyList<GateProgress.Line> Lines)
{
    internal int Done => Lines.Count(line => line.Done);

    internal IEnumerable<Line> Left => Lines.Where(line => !line.Done);

    /// <param name="template">The template.</param>
    /// <param name="context">What is filled in.</param>
    /// <param name="waivers">What is waived.</param>
    /// <param name="open">Fields that were returned, and neither changed nor replied to.</param>
    internal static GateProgress Of(
        Template template,
        JsonElement context,
        IReadOnlyList<Waiver> waivers,
        IReadOnlyCollection<string> open
    )
    {
        var gate = Gate.Check(template, context, waivers);
        var wrong = gate.Errors.ToLookup(error => error.Field, error => error.Code);
        return new GateProgress([
            .. template
                .Fields.Where(field =>
                    wrong.Contains(field.Key) || open.Contains(field.Key) || Gate.IsRequired(template, field, context)
                )
                .Select(field => new Line(
                    field.Key,
                    Names.LabelOf(field),
                    !wrong.Contains(field.Key) && !open.Contains(field.Key),
                    wrong.Contains(field.Key) && wrong[field.Key].All(code => code is "missing" or "placeholder")
                )),
        ]);
    }

    /// <param name="Key">The field.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="Done">Whether the gate lets it through.</param>
    /// <param name="IsEmpty">Whether nothing but its being empty is wrong with it, so that it can be waived.</param>
    public sealed record Line(string Key, string Label, bool Done, bool IsEmpty);
}
