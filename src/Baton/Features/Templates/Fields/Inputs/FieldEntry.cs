using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields.Inputs;

/// <summary>A field as a form asks for it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">What it holds now; null: nothing yet.</param>
/// <param name="Shown">The same as text.</param>
public sealed record FieldEntry(Field Field, JsonElement? Value, string Shown)
{
    internal string Id => Ids.Of(Field.Key);

    internal string Name => FilledInput.ValuePrefix + Field.Key;

    internal string? Required => Field.Required ? "true" : null;

    /// <summary>The ids of its help and its faults.</summary>
    internal string? Described { get; init; }

    internal string? Invalid { get; init; }

    /// <summary>Whether whoever opens the page begins to write here.</summary>
    internal bool Focus { get; init; }

    /// <summary>The currency that was chosen in a form that came back.</summary>
    internal string? TypedCurrency { get; init; }
}
