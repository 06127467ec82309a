using Baton.Web.Pages;

namespace Baton.Features.Templates.Fields;

/// <summary>What somebody typed for a field: into a form, a cell of a file, or an option of the command line.</summary>
/// <param name="Numbers">How they write numbers; null: not known.</param>
/// <param name="Currency">The currency that was chosen beside an amount.</param>
/// <param name="UsualCurrency">The one that is meant by a sign such as <c>$</c>, where it stands for several.</param>
internal sealed record TypedText(
    string Text,
    NumberFormat? Numbers,
    string? Currency = null,
    string? UsualCurrency = null
);
