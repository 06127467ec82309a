using System.Text.Json;
using Baton.Client;
using Baton.Storage;
using Baton.Web;

namespace Baton.Features.Backup;

/// <summary>What a backup says of itself.</summary>
/// <param name="Format">The version of the form of the archive.</param>
/// <param name="Product">The version of the program that made it.</param>
/// <param name="Engine"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Schema">The schema files that made its tables, in order.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Rows">How many rows each table has.</param>
/// <param name="Sequences">The last number that each sequence gave, on PostgreSQL.</param>
/// <param name="Parts">Everything else in the archive: name and SHA-256.</param>
internal sealed record Manifest(
    int Format,
    string Product,
    string Engine,
    IReadOnlyList<string> Schema,
    DateTime CreatedAt,
    IReadOnlyDictionary<string, long> Rows,
    IReadOnlyDictionary<string, long> Sequences,
    IReadOnlyDictionary<string, string> Parts
)
{
    internal const string PartName = "manifest.json";
    internal const string DatabasePart = "baton.db";
    internal const string KeysFolder = "keys/";
    internal const string AttachmentsFolder = "attachments/";
    internal const string TablesFolder = "tables/";

    private const int NewestFormat = 1;

    private static readonly JsonSerializerOptions Indented = new(BatonJson.Options) { WriteIndented = true };

    internal StoreFacts Facts => new(Schema, Rows);

    internal static Manifest Of(
        StorageOptions storage,
        StoreFacts facts,
        IReadOnlyDictionary<string, long> sequences,
        IReadOnlyDictionary<string, string> parts,
        DateTime now
    ) =>
        new(
            NewestFormat,
            typeof(Manifest).Assembly.GetName().Version!.ToString(3),
            storage.EngineName,
            facts.Schema,
            now,
            facts.Rows,
            sequences,
            parts
        );

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Indented);

    /// <summary>The format is looked at before the rest: a newer one may say other things.</summary>
    internal static Outcome<Manifest> Read(ReadOnlyMemory<byte> utf8)
    {
        if (JsonBody.Parse(utf8).Refused(out var refusal, out var document))
            return Wrong($"its manifest is not JSON: {refusal.Detail}");
        using (document)
        {
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("format", out var format)
                || !format.TryGetInt32(out var number)
            )
                return Wrong("its manifest has no format");
            if (number > NewestFormat)
                return Wrong(
                    $"it was created by a newer version of Baton (format {number}; this version reads "
                        + $"up to {NewestFormat}). Restore it with that version"
                );
        }

        return JsonBody.Read<Manifest>(utf8).Refused(out refusal, out var manifest)
            ? Wrong($"its manifest is not valid: {refusal.Detail}")
            : manifest;
    }

    /// <summary>Whether this program and this store can take it.</summary>
    internal string? Fault(StorageOptions storage)
    {
        if (Engine != storage.EngineName)
        {
            return Engine == "postgres"
                ? "it is a backup of a PostgreSQL database. Name an empty one with --database (BATON_DATABASE)"
                : "it is a backup of a SQLite database and cannot be restored into PostgreSQL. Leave out "
                    + "--database (BATON_DATABASE)";
        }

        var known = Baton.Storage.Schema.Scripts(storage).Select(script => script.Name).ToList();
        if (Schema.Except(known).LastOrDefault() is { } newer)
            return $"its schema is newer than this version of Baton ({newer}; it was created by {Product}). "
                + "Restore it with that version";
        return Schema.Count > 0 ? null : "its manifest has no schema";
    }

    private static Refusal Wrong(string why) => new(422, "bad-backup", "The backup is wrong", why);
}
