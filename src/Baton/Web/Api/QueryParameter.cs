using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Baton.Client;
using Microsoft.AspNetCore.Mvc;

namespace Baton.Web.Api;

/// <summary>
/// A parameter of the query string: what the attributes of its property say is what is checked and what is described.
/// </summary>
internal sealed class QueryParameter
{
    private readonly PropertyInfo property;
    private readonly Type type;
    private readonly bool isCursor;
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
        isCursor = property.IsDefined(typeof(PageCursorAttribute));
        named = NamedOf(property, type);
        limits = property.GetCustomAttribute<LimitsAttribute>();
        Default = property.GetValue(defaults);
    }

    internal string Name { get; }

    internal string Description { get; }

    /// <summary>What its value is; of a cursor, a text.</summary>
    internal Type Type => isCursor ? typeof(string) : type;

    internal long? Least => limits?.Least;

    internal long? Most => limits?.Most;

    internal IReadOnlyCollection<string>? Options => named?.Keys;

    /// <summary>What holds when it is left out; null: nothing.</summary>
    internal object? Default { get; }

    internal static IReadOnlyList<QueryParameter> AllOf(Type query, object defaults) =>
        [.. query.GetProperties().Select(property => new QueryParameter(property, defaults))];

    internal void Read(IQueryCollection query, object into, List<FieldError> faults)
    {
        var values = query[Name];
        if (values.Count > 1)
            faults.Add(new FieldError(Name, "rule", $"{Name} may be given once."));
        var text = values.ToString();
        if (text.Contains('\0'))
            faults.Add(new FieldError(Name, "text", $"{Name} has a character that is not text."));
        if (text.Length == 0)
            return;
        if (Parse(text) is { } value)
            property.SetValue(into, value);
        else
            faults.Add(new FieldError(Name, "rule", $"{Name} {Rule()}."));
    }

    private object? Parse(string text)
    {
        if (isCursor)
            return Cursor.Parse(text);
        if (named is not null)
            return named.GetValueOrDefault(text);
        if (type == typeof(string))
            return text;
        return
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= Least
            && number <= Most
            ? Convert.ChangeType(number, type, CultureInfo.InvariantCulture)
            : null;
    }

    private string Rule() =>
        isCursor ? "is none that this list gave"
        : named is not null ? $"must be one of {string.Join(", ", named.Keys)}"
        : $"must be a whole number from {Least} to {Most}";

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
internal sealed class PageCursorAttribute : Attribute;
