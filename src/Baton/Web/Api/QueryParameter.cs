using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Client;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Web.Api;

/// <summary>
/// A parameter of the query string: what the attributes of its property say is what is checked and what is described.
/// </summary>
internal sealed partial class QueryParameter
{
    private readonly PropertyInfo property;
    private readonly Type type;
    private readonly PageCursorAttribute? cursor;
    private readonly LimitsAttribute? limits;
    private readonly Dictionary<string, object>? named;

    private QueryParameter(PropertyInfo property, object defaults)
    {
        this.property = property;
        type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Name =
            property.GetCustomAttribute<FromQueryAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        cursor = property.GetCustomAttribute<PageCursorAttribute>();
        named = NamedOf(property, type);
        limits = property.GetCustomAttribute<LimitsAttribute>();
        Default = property.GetValue(defaults);
    }

    internal string Name { get; }

    internal string Description { get; }

    /// <summary>What its value is; of a cursor, a text.</summary>
    internal Type Type => cursor is not null ? typeof(string) : type;

    internal long? Least => limits?.Least;

    internal long? Most => limits?.Most;

    internal IReadOnlyCollection<string>? Options => named?.Keys;

    /// <summary>What holds when it is left out; null: nothing.</summary>
    internal object? Default { get; }

    internal static IReadOnlyList<QueryParameter> AllOf(Type query, object defaults) =>
        [
            .. query
                .GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => new QueryParameter(property, defaults)),
        ];

    internal void Read(IQueryCollection query, object into, List<FieldError> faults)
    {
        var values = query[Name];
        if (values.Count > 1)
            faults.Add(new FieldError(Name, "rule", T("{0} may be given once.", Name)));
        var text = values.ToString();
        if (text.Contains('\0'))
            faults.Add(new FieldError(Name, "text", T("{0} has a character that is not text.", Name)));
        if (text.Length == 0)
            return;
        if (Parse(text) is { } value)
            property.SetValue(into, value);
        else
            faults.Add(new FieldError(Name, "rule", $"{Name} {Rule()}."));
    }

    private object? Parse(string text)
    {
        if (cursor is not null)
            return cursor.Read(text);
        if (named is not null)
            return named.GetValueOrDefault(text);
        if (type == typeof(string))
            return text;
        if (type == typeof(DateTime))
            return MomentOf(text);
        return
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= Least
            && number <= Most
            ? Convert.ChangeType(number, type, CultureInfo.InvariantCulture)
            : null;
    }

    private string Rule() =>
        cursor is not null ? T("is none that this list gave")
        : named is not null ? T("must be one of {0}", string.Join(", ", named.Keys))
        : type == typeof(DateTime) ? T("must be a time such as 2026-11-23T18:00:00Z")
        : Most == long.MaxValue ? T("must be a whole number from {0}", Least)
        : T("must be a whole number from {0} to {1}", Least, Most);

    /// <summary>RFC 3339, in UTC then; a time without its offset says nothing.</summary>
    private static DateTime? MomentOf(string text) =>
        Moment.IsMatch(text)
        && DateTimeOffset.TryParse(
            text.ToUpperInvariant(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var moment
        )
            ? moment.UtcDateTime
            : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,7})?([Zz]|[+-]\d\d:\d\d)\z")]
    private static partial Regex Moment { get; }

    /// <summary>What may be said, and what it means; null where anything may.</summary>
    private static Dictionary<string, object>? NamedOf(PropertyInfo property, Type type)
    {
        if (type == typeof(bool))
            return new Dictionary<string, object> { ["true"] = true, ["false"] = false };
        if (type.IsEnum)
            return Enum.GetValues(type)
                .Cast<object>()
                .ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!));
        return property
            .GetCustomAttribute<OptionsAttribute>()
            ?.Options.ToDictionary(option => option, option => (object)option);
    }
}

/// <summary>The smallest and the largest number that a parameter may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LimitsAttribute(long least, long most) : Attribute
{
    internal long Least { get; } = least;

    internal long Most { get; } = most;
}

/// <summary>The texts that a parameter may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal class OptionsAttribute(params string[] options) : Attribute
{
    internal IReadOnlyList<string> Options { get; } = options;
}

/// <summary>The number before which a page begins, said as a <see cref="Cursor"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal class PageCursorAttribute : Attribute
{
    /// <summary>Null for what no list gave.</summary>
    internal virtual object? Read(string text) => Cursor.Parse(text);
}
