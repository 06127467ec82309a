using System.Globalization;
using Baton.Features.Handoffs.Commands;

namespace Baton.Web.Pages;

/// <summary>What was typed into a form. Texts come without what cannot be stored, line ends as one sign.</summary>
internal sealed class Form(IFormCollection fields)
{
    internal IFormCollection Fields => fields;

    internal static Form Empty { get; } = new(FormCollection.Empty);

    internal static async Task<Form> ReadAsync(HttpContext http) =>
        http.Request.HasFormContentType ? new Form(await http.Request.ReadFormAsync(http.RequestAborted)) : Empty;

    internal string Text(string name) => Clean(fields[name].Count > 0 ? fields[name][0] : "");

    internal string? Optional(string name) => Text(name) is { Length: > 0 } text && !Blank.Is(text) ? text : null;

    internal IReadOnlyList<string> Texts(string name) => [.. fields[name].Select(Clean).Where(text => text.Length > 0)];

    internal bool Has(string name) => fields.ContainsKey(name);

    internal int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>What stands behind a beginning: of <c>note.goals</c> the part <c>goals</c>, with its text.</summary>
    internal IEnumerable<(string Name, string Text)> Under(string beginning) =>
        fields
            .Keys.Where(name => name.StartsWith(beginning, StringComparison.Ordinal))
            .Select(name => (name[beginning.Length..], Text(name)));

    private static string Clean(string? text) =>
        (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
}
