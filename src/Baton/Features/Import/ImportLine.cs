using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Web;

namespace Baton.Features.Import;

/// <summary>
/// A line of NDJSON: the body of <c>POST /handoffs</c>, and what history may name beside it. Times are texts until
/// they are checked.
/// </summary>
internal sealed record ImportLine(
    JsonElement Context,
    string? Template = null,
    string? ExternalKey = null,
    bool Draft = false,
    IReadOnlyList<WaiverRequest>? Waivers = null,
    string Priority = "normal",
    long? ParentId = null,
    string? FromTeam = null,
    string? InitiatedBy = null,
    string? InitiatedAt = null,
    string? OpenedAt = null,
    string? AcceptedBy = null,
    string? AcceptedAt = null,
    string? CompletedBy = null,
    string? CompletedAt = null
)
{
    /// <summary>What is asked for, or every fault in the line that shows without the gate.</summary>
    /// <param name="template">The template of a line that names none.</param>
    internal static Outcome<(CreateHandoffRequest Request, History? Past)> Read(
        ReadOnlyMemory<byte> utf8,
        string? template,
        DateTime now
    )
    {
        if (JsonBody.Read<ImportLine>(utf8).Refused(out var refusal, out var line))
            return OfALine(refusal);
        var faults = new List<FieldError>();
        if ((line.Template ?? template) is null)
            faults.Add(
                new FieldError(
                    "template",
                    "missing",
                    "template is missing. Name it in the line, or for all lines with --template."
                )
            );
        var past = HistoryMembers.Read(line, now, faults);
        return faults.Count > 0 ? Refusal.Invalid(faults) : (line.ToRequest(line.Template ?? template!), past);
    }

    private CreateHandoffRequest ToRequest(string template) =>
        new(template, Context, ExternalKey, Draft, Waivers, Priority, ParentId);

    /// <summary>The reader of bodies speaks of a body.</summary>
    private static Refusal OfALine(Refusal refusal) =>
        refusal with
        {
            Detail = Reword(refusal.Detail),
            Errors = [.. refusal.Errors.Select(error => error with { Message = Reword(error.Message) })],
        };

    private static string Reword(string message) =>
        message.StartsWith("The body", StringComparison.Ordinal) ? "The line" + message["The body".Length..] : message;
}
