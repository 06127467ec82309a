using System.CommandLine;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Spectre.Console;

namespace Baton.Commands;

/// <summary>A cell of a table, and how it stands out on a terminal.</summary>
internal readonly record struct Cell(string? Text, string Style = "")
{
    public static implicit operator Cell(string? text) => new(text);
}

/// <summary>
/// Where a command says what it has to say: with tables and colours on a terminal; else a line a row, its columns
/// separated by tabs, without a header. What comes from people never carries control characters to a terminal.
/// </summary>
internal sealed class Output(TextWriter output, TextWriter error)
{
    internal static readonly Option<bool> AsJson = new("--json")
    {
        Description = "Print the result as JSON on one line.",
        Recursive = true,
    };

    internal bool IsTerminal { get; } = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    internal static Output Of(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    /// <summary>UTF-8 wherever the program runs: a code page of the machine would lose letters.</summary>
    internal static void UseUtf8() => Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    internal void Line(string text) => output.WriteLine(Clean(text, keepLines: false));

    /// <summary>Text that is made for a machine, as it is.</summary>
    internal void Raw(string text) => output.Write(text);

    internal void Json<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, BatonJson.Options));

    internal void Note(string text) => error.WriteLine(Clean(text, keepLines: false));

    internal void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Cell>> rows) =>
        Section(null, columns, rows);

    /// <summary>
    /// A table under a heading. Piped, each row begins with the heading, so that one look at a column tells the
    /// sections apart.
    /// </summary>
    internal void Section(string? heading, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        if (IsTerminal)
        {
            Draw(heading, columns, [.. rows]);
            return;
        }

        foreach (var row in rows)
            output.WriteLine(
                string.Join(
                    '\t',
                    (heading is null ? [] : new[] { heading }).Concat(row.Select(cell => Plain(cell.Text)))
                )
            );
    }

    /// <summary>Names and values, one a line; on a terminal those that have a value.</summary>
    internal void Facts(IEnumerable<(string Name, Cell Value)> facts)
    {
        if (!IsTerminal)
        {
            foreach (var (name, value) in facts)
                output.WriteLine($"{name}\t{Plain(value.Text)}");
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value.Text)))
            grid.AddRow(new Text(name, Style.Parse("grey")), Render(value));
        Open().Write(grid);
    }

    internal Task<int> FailAsync(Refusal refusal) =>
        FailAsync(CommandLine.Refused, refusal.Errors.Count == 0 ? [refusal.Detail] : refusal.Errors.Select(Said));

    /// <summary>A fault with its field, named once.</summary>
    internal static string Said(FieldError fault) =>
        fault.Field.Length == 0 || fault.Message.StartsWith(fault.Field + " ", StringComparison.Ordinal)
            ? fault.Message
            : $"{fault.Field}: {fault.Message}";

    internal async Task<int> FailAsync(int code, params IEnumerable<string> reasons)
    {
        foreach (var reason in reasons)
            await error.WriteLineAsync(Clean(reason, keepLines: true));
        return code;
    }

    private void Draw(string? heading, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        if (rows.Count == 0)
        {
            if (heading is null)
                output.WriteLine("None.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).BorderStyle(Style.Parse("grey"));
        var console = Open();
        if (heading is not null)
            console.Write(new Text($"{heading}\n", Style.Parse("bold")));
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, Style.Parse("bold"))));
        foreach (var row in rows)
            table.AddRow(row.Select(Render));
        console.Write(table);
    }

    private IAnsiConsole Open() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    private static Text Render(Cell cell) =>
        new(Clean(cell.Text ?? "", keepLines: true), cell.Style.Length == 0 ? Style.Plain : Style.Parse(cell.Style));

    /// <summary>A column is never empty, so that columns can be counted.</summary>
    private static string Plain(string? text) => string.IsNullOrWhiteSpace(text) ? "-" : Clean(text, keepLines: false);

    /// <summary>
    /// Control characters and those that turn the direction of writing could make a terminal show what is not there.
    /// </summary>
    private static string Clean(string text, bool keepLines) =>
        string.Create(
            text.Length,
            (text, keepLines),
            static (target, from) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    var letter = from.text[i];
                    var unsafeHere =
                        char.IsControl(letter) || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
                    target[i] = unsafeHere && !(from.keepLines && letter == '\n') ? ' ' : letter;
                }
            }
        );
}
