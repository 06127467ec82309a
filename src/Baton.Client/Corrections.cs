using System.Text.Json;

namespace Baton.Client;

/// <summary>A field that the sending team changed after handing over.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">The value that the receiving team last knew; null where there was none.</param>
/// <param name="SinceRevision">The context revision that changed it.</param>
/// <param name="By">Who changed it.</param>
/// <param name="At">When, UTC.</param>
public sealed record Correction(string Field, JsonElement? Before, int SinceRevision, string By, DateTime At);
