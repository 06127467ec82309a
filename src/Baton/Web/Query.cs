using System.Globalization;
using Baton.Client;

namespace Baton.Web;

/// <summary>Reads a query string and remembers every fault in it, unknown parameters included.</summary>
internal sealed class Query(IQueryCollection query)
{
    private readonly HashSet<string> asked = [];

    internal List<FieldError> Faults { get; } = [];

    internal string? Text(string name)
    {
        asked.Add(name);
        if (query[name].Count > 1)
            Faults.Add(new FieldError(name, "rule", $"{name} may be given once."));
        var value = query[name].ToString();
        if (value.Contains('\0'))
            Faults.Add(new FieldError(name, "text", $"{name} has a character that is not text."));
        return value.Length == 0 ? null : value;
    }

    internal string? OneOf(string name, params IReadOnlyList<string> options)
    {
        var value = Text(name);
        if (value is not null && !options.Contains(value))
            Faults.Add(new FieldError(name, "rule", $"{name} must be one of {string.Join(", ", options)}."));
        return value;
    }

    internal long Number(string name, long otherwise, long least, long most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            return number;
        Faults.Add(new FieldError(name, "rule", $"{name} must be a whole number from {least} to {most}."));
        return otherwise;
    }

    internal bool Flag(string name) => OneOf(name, "true", "false") == "true";

    internal long? Before()
    {
        if (Text("cursor") is not { } text)
            return null;
        if (Cursor.Parse(text) is { } before)
            return before;
        Faults.Add(new FieldError("cursor", "rule", "cursor is none that this list gave."));
        return null;
    }

    /// <summary>After all parameters were asked for: a name that nobody asked for is a fault.</summary>
    internal Refusal? Refusal()
    {
        Faults.AddRange(
            query
                .Keys.Where(name => !asked.Contains(name))
                .Select(name => new FieldError(
                    name,
                    "unknown",
                    $"There is no parameter {name}; known are {string.Join(", ", asked)}."
                ))
        );
        return Faults.Count == 0 ? null : Core.Refusal.Invalid(Faults);
    }
}
