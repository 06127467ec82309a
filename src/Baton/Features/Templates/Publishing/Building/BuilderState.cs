using System.Globalization;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// What stands in the form of a template, as it was typed: texts by the names of their inputs, and the rows of fields,
/// steps and escalation in their order. It goes to the browser and back as a whole, so a button may change it without
/// anything being stored.
/// </summary>
public sealed class BuilderState
{
    internal const string Field = "field";
    internal const string Step = "step";
    internal const string Rung = "rung";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> rows = new()
    {
        [Field] = [],
        [Step] = [],
        [Rung] = [],
    };

    private readonly Dictionary<string, string> faults = new(StringComparer.Ordinal);

    internal static BuilderState Of(Form form)
    {
        var state = new BuilderState();
        foreach (var name in form.Fields.Keys)
            state.values[name] = string.Join('\n', form.Texts(name));
        foreach (var (kind, list) in state.rows)
            list.AddRange(form.Texts(kind).Distinct());
        return state;
    }

    internal string this[string name]
    {
        get => values.GetValueOrDefault(name, "");
        set => values[name] = value;
    }

    internal string this[string part, string row]
    {
        get => this[NameOf(part, row)];
        set => this[NameOf(part, row)] = value;
    }

    internal IReadOnlyList<string> Fields => rows[Field];

    internal IReadOnlyList<string> Steps => rows[Step];

    internal IReadOnlyList<string> Rungs => rows[Rung];

    /// <summary>The row that a button was about, which is to have the focus.</summary>
    internal string? Touched { get; private set; }

    /// <summary>The name of the input of a row.</summary>
    internal static string NameOf(string part, string row) => $"{part}.{row}";

    /// <summary>Remembers which inputs are at fault, and why.</summary>
    internal void Mark(IEnumerable<FieldError> found)
    {
        foreach (var fault in found)
            faults.TryAdd(fault.Field, fault.Message);
    }

    internal bool IsFaulty(string name) => faults.ContainsKey(name);

    /// <summary>What is wrong with an input; null where nothing is.</summary>
    internal string? FaultOf(string name) => faults.GetValueOrDefault(name);

    internal bool Has(string part, string row) => !Blank.Is(this[part, row]);

    internal string Add(string kind)
    {
        var numbers = rows[kind].Select(row => int.TryParse(row, CultureInfo.InvariantCulture, out var n) ? n : 0);
        var row = (numbers.DefaultIfEmpty().Max() + 1).ToString(CultureInfo.InvariantCulture);
        rows[kind].Add(row);
        return row;
    }

    /// <summary>Does what a button says, such as <c>up.field.3</c>; false where it says something else.</summary>
    internal bool Press(string button)
    {
        if (button.Split('.') is not [var verb, var kind, .. var rest] || !rows.TryGetValue(kind, out var list))
            return false;
        var row = rest is [var named] ? named : "";
        if (verb == "add")
            Touched = NameOf(kind, AddUsual(kind));
        else if (list.IndexOf(row) is >= 0 and var at)
            Change(verb, kind, list, at);
        return true;
    }

    /// <summary>What most rows are: a text that is required, a required step.</summary>
    internal string AddUsual(string kind)
    {
        var row = Add(kind);
        if (kind == Field)
            this[BuilderFields.Type, row] = "text";
        if (kind == Field)
            this[BuilderFields.Required, row] = "true";
        if (kind == Step)
            this[BuilderForm.StepRequired, row] = "true";
        return row;
    }

    private void Change(string verb, string kind, List<string> list, int at)
    {
        var row = list[at];
        Touched = NameOf(kind, row);
        switch (verb)
        {
            case "up":
                Move(list, at, at - 1);
                break;
            case "down":
                Move(list, at, at + 1);
                break;
            case "copy":
                var copy = Copy(kind, row);
                Move(list, list.IndexOf(copy), at + 1);
                Touched = NameOf(kind, copy);
                break;
            case "remove":
                list.RemoveAt(at);
                Touched = list.Count == 0 ? null : NameOf(kind, list[Math.Min(at, list.Count - 1)]);
                break;
        }
    }

    /// <summary>All but its key, which is another's.</summary>
    private string Copy(string kind, string row)
    {
        var copy = Add(kind);
        foreach (var name in values.Keys.Where(name => name.EndsWith($".{row}", StringComparison.Ordinal)).ToList())
        {
            var part = name[..^(row.Length + 1)];
            if (part.StartsWith(kind, StringComparison.Ordinal) && part is not ("field-key" or "step-key"))
                this[part, copy] = values[name];
        }

        return copy;
    }

    private static void Move(List<string> list, int from, int to)
    {
        if (to < 0 || to >= list.Count)
            return;
        var row = list[from];
        list.RemoveAt(from);
        list.Insert(to, row);
    }
}
