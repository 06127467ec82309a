using System.Collections;
using System.Text.Json;
using Baton.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Baton.Storage;

/// <summary>How values become columns.</summary>
internal static class Columns
{
    /// <summary>A value with members, or a list of them, as JSON.</summary>
    internal static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) =>
        property.HasConversion(new JsonConverter<T>(), new ReplacedComparer<T>());

    /// <summary>A value of an enumeration by the name that it has in the API.</summary>
    internal static PropertyBuilder<T> AsName<T>(this PropertyBuilder<T> property)
        where T : struct, Enum => property.HasConversion(new WireConverter<T>());

    internal static void Json<T>(ModelConfigurationBuilder builder) =>
        builder.Properties<T>().HaveConversion<JsonConverter<T>, ReplacedComparer<T>>();

    /// <summary>Sortable and exact on SQLite, which has no type for times.</summary>
    internal sealed class TicksConverter()
        : ValueConverter<DateTime, long>(time => time.Ticks, ticks => new DateTime(ticks, DateTimeKind.Utc));

    internal sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

    internal sealed class WireConverter<T>() : ValueConverter<T, string>(value => ToWire(value), text => FromWire(text))
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> Names = Enum.GetValues<T>()
            .ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        private static readonly Dictionary<string, T> Values = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

        private static string ToWire(T value) => Names[value];

        private static T FromWire(string text) => Values[text];
    }

    internal sealed class JsonConverter<T>() : ValueConverter<T, string>(value => ToJson(value), text => FromJson(text))
    {
        private const string NoItems = "[]";

        /// <summary>Most lists of a row are empty: they are one and the same.</summary>
        private static object? empty;

        private static string ToJson(T value) =>
            value is ICollection { Count: 0 } and IList ? NoItems : JsonSerializer.Serialize(value, BatonJson.Options);

        private static T FromJson(string text) =>
            text == NoItems ? (T)(empty ??= Deserialize(text)!) : Deserialize(text);

        private static T Deserialize(string text) => JsonSerializer.Deserialize<T>(text, BatonJson.Options)!;
    }

    /// <summary>Such values are replaced and never changed in place.</summary>
    internal sealed class ReplacedComparer<T>()
        : ValueComparer<T>(
            (a, b) => ReferenceOrEqual(a, b),
            value => value == null ? 0 : value.GetHashCode(),
            value => value
        )
    {
        private static bool ReferenceOrEqual(T? a, T? b) =>
            typeof(T).IsValueType ? EqualityComparer<T>.Default.Equals(a, b) : ReferenceEquals(a, b);
    }
}
