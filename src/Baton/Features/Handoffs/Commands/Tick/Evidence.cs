using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>
/// What a step asks for when it is done: whether it was given, and whether it is of the kind asked for.
/// </summary>
internal static class Evidence
{
    private const string Member = "evidence";

    /// <summary>Why the step cannot be marked with this; null where it can.</summary>
    internal static Refusal? Refuse(Handoff handoff, ChecklistStep step, TickRequest request)
    {
        var given = KindsOf(request.Evidence);
        if (request.Done != true)
            return given.Count == 0
                ? null
                : Refusal.Invalid(Member, "rule", T("Only a step that is done takes evidence."));
        if (step.Evidence is not { } wanted)
            return given.Count == 0
                ? null
                : Refusal.Invalid(Member, "rule", T("“{0}” asks for no evidence. Write it as a note.", step.Text));
        if (given.Count == 0)
            return Refusal.Invalid(Member, "missing", Ask(step, wanted));
        return given is not [var only] || only != wanted
            ? Refusal.Invalid(Member, "type", Ask(step, wanted))
            : Judge(handoff, step, request.Evidence!);
    }

    /// <summary>
    /// Whether a step that counts as done lacks what it asks for, because the file was removed since.
    /// </summary>
    internal static bool IsLacking(Handoff handoff, ChecklistStep step) =>
        step is { Done: true, Evidence: not null }
        && (step.EvidenceGiven is not { } given || (given.File is { } file && !HasFile(handoff, file)));

    /// <summary>What was given, in words; the number of a file.</summary>
    internal static string? Say(GivenEvidence? given, string? unit) =>
        given switch
        {
            null => null,
            { Url: { } url } => url,
            { Text: { } text } => text,
            { Number: { } number } => unit is null
                ? ReaderNumbers.Number(number)
                : $"{ReaderNumbers.Number(number)} {unit}",
            { File: { } file } => T("File {0}", file),
            _ => null,
        };

    private static Refusal? Judge(Handoff handoff, ChecklistStep step, GivenEvidence given) =>
        given switch
        {
            { File: { } file } when !HasFile(handoff, file) => Refusal.Invalid(
                Member,
                "unknown",
                T("This handoff has no file {0}. Attach the file first.", file)
            ),
            { Url: { } url } when url.Length > Texts.Longest || !IsAddress(url) => Refusal.Invalid(
                Member,
                "type",
                Ask(step, EvidenceKind.Url)
            ),
            { Text: { } text } when Blank.Is(text) => Refusal.Invalid(Member, "missing", Ask(step, EvidenceKind.Text)),
            { Text: { } text } => Texts.Refusal(Texts.Optional(Member, text)),
            _ => null,
        };

    private static string Ask(ChecklistStep step, EvidenceKind wanted) =>
        wanted switch
        {
            EvidenceKind.File => T("“{0}” needs a file as evidence: the number of a file, for example 1.", step.Text),
            EvidenceKind.Url => T("“{0}” needs a link as evidence, for example https://example.org/report.", step.Text),
            EvidenceKind.Text => T("“{0}” needs a text as evidence, for example what was checked.", step.Text),
            _ when step.Unit is { } unit => T(
                "“{0}” needs a number in {1} as evidence, for example {2}.",
                step.Text,
                unit,
                ReaderNumbers.Number(12.5m)
            ),
            _ => T("“{0}” needs a number as evidence, for example {1}.", step.Text, ReaderNumbers.Number(12.5m)),
        };

    private static List<EvidenceKind> KindsOf(GivenEvidence? given)
    {
        var kinds = new List<EvidenceKind>();
        if (given?.File is not null)
            kinds.Add(EvidenceKind.File);
        if (given?.Url is not null)
            kinds.Add(EvidenceKind.Url);
        if (given?.Text is not null)
            kinds.Add(EvidenceKind.Text);
        if (given?.Number is not null)
            kinds.Add(EvidenceKind.Number);
        return kinds;
    }

    private static bool IsAddress(string url)
    {
        var field = new Field { Key = Member, Type = FieldType.Url };
        return FieldKind.Of(field).Fault(field, JsonSerializer.SerializeToElement(url)) is null;
    }

    private static bool HasFile(Handoff handoff, int number) =>
        handoff.Attachments.Any(attachment => attachment.Number == number && attachment.RemovedAt is null);
}
