using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Client;
using Microsoft.AspNetCore.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>What schemas are called: as the records of the client, a page or list by what is in it.</summary>
internal static class SchemaNames
{
    internal static string? Of(JsonTypeInfo type) =>
        type.Type == typeof(JsonElement) ? null
        : OfList(type.Type, typeof(Page<>)) is { } page ? $"{page}Page"
        : OfList(type.Type, typeof(ItemsOf<>)) is { } list ? $"{list}List"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static string? OfList(Type type, Type list) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == list
            ? type.GetGenericArguments()[0].Name.Replace("Record", "", StringComparison.Ordinal)
            : null;
}
