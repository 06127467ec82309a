using System.Security.Cryptography;
using System.Text;
using Baton.Client;

namespace Baton.Features.Import;

/// <summary>
/// The external keys of a dry run: what an earlier row of the same file would have made. Kept as fingerprints, so
/// that a long file fits.
/// </summary>
internal sealed class SeenKeys
{
    private readonly Dictionary<UInt128, (UInt128 Content, long Line)> seen = [];

    internal RowResult Judge(RowResult created, CreateHandoffRequest request, string hash)
    {
        var result = created with { HandoffId = null };
        if (request.ExternalKey is not { } key)
            return result;
        var content = PrintOf(hash);
        if (seen.TryAdd(PrintOf($"{request.Template}\n{key}"), (content, created.Row)))
            return result;
        var (before, line) = seen[PrintOf($"{request.Template}\n{key}")];
        return before == content
            ? result with
            {
                Outcome = RowOutcome.Existing,
            }
            : result with
            {
                Outcome = RowOutcome.Refused,
                Errors =
                [
                    new FieldError(
                        "external_key",
                        "taken",
                        $"Line {line} has the same external_key {key} but other content. Each "
                            + "external_key must be unique within a template."
                    ),
                ],
            };
    }

    private static UInt128 PrintOf(string text) =>
        BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
