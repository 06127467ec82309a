using System.Globalization;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Return;

/// <summary>
/// Findings as they come from a form that has some rows for them: <c>field_1</c>, <c>code_1</c>, <c>note_1</c>,
/// <c>field_2</c>, …
/// </summary>
internal sealed class FindingInputs
{
    /// <summary>The rows of the form; whoever has more to say does it on the page of the handoff.</summary>
    internal const int Most = 3;

    private readonly List<FindingRequest> findings = [];
    private readonly List<int> rows = [];
    private readonly Dictionary<string, string> faults = [];

    internal static FindingInputs None { get; } = new();

    internal IReadOnlyList<FindingRequest> Findings => findings;

    /// <summary>What is missing, by input.</summary>
    internal IReadOnlyDictionary<string, string> Faults => faults;

    internal static string Name(string part, int row) => string.Create(CultureInfo.InvariantCulture, $"{part}_{row}");

    /// <summary>Empty rows after the first are passed over.</summary>
    internal static FindingInputs Read(IReadOnlyDictionary<string, string> inputs)
    {
        var read = new FindingInputs();
        for (var row = 1; row <= Most; row++)
        {
            var field = inputs.GetValueOrDefault(Name("field", row));
            var code = inputs.GetValueOrDefault(Name("code", row));
            var note = inputs.GetValueOrDefault(Name("note", row));
            if (row == 1 || field is not null || code is not null || note is not null)
                read.Add(row, field, code, note);
        }

        return read;
    }

    /// <summary>
    /// A refusal by input: <c>findings[1].note</c> is the note of the second row that was filled in. What is about no
    /// input stands at the first.
    /// </summary>
    internal IReadOnlyDictionary<string, string> FaultsOf(Refusal refusal)
    {
        var named = new Dictionary<string, string>();
        foreach (var error in refusal.Errors)
        {
            if (
                error.Field.Split('[', ']', '.') is ["findings", var index, "", var part]
                && int.TryParse(index, CultureInfo.InvariantCulture, out var i)
                && i < rows.Count
            )
                named[Name(part, rows[i])] = error.Message;
        }

        return named.Count > 0 ? named : new Dictionary<string, string> { [Name("field", 1)] = refusal.Detail };
    }

    private void Add(int row, string? field, string? code, string? note)
    {
        if (field is null)
            faults[Name("field", row)] = T("Say which field this is about.");
        var what = FormCodes.Find<FindingCode>(code ?? "");
        if (what is null)
            faults[Name("code", row)] = T("Say what is wrong with the field.");
        findings.Add(new FindingRequest(field ?? "", what ?? default, note));
        rows.Add(row);
    }
}
