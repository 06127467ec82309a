using System.Text.Json;
using Baton.Client;

namespace Baton.Commands;

/// <summary>A handoff to read: what it is, then what there is to say of it.</summary>
internal static class HandoffPrintout
{
    internal static void Show(Output output, HandoffRecord handoff)
    {
        output.Facts(Facts(handoff));
        Values(output, handoff.Context);
        output.Section(
            "checklist",
            ["step", "state", "by", "at", "text", "note", "evidence"],
            handoff.Checklist.Select(step =>
                Row(
                    step.Key,
                    new Cell(HandoffText.Step(step), step.Done || step.Skipped ? "green" : ""),
                    step.By,
                    Times.Of(step.At),
                    step.Text,
                    step.Note,
                    HandoffText.Evidence(step)
                )
            )
        );
        output.Section(
            "waiver",
            ["field", "by", "reason"],
            handoff.Waivers.Select(waiver => Row(waiver.Field, waiver.By, waiver.Reason))
        );
        output.Section(
            "finding",
            ["field", "code", "note", "reply", "changed"],
            handoff.Findings.Select(finding =>
                Row(
                    finding.Field,
                    new Cell(HandoffText.Wire(finding.Code), "red"),
                    finding.Note,
                    finding.Reply,
                    finding.Changed ? "changed" : null
                )
            )
        );
        output.Section(
            "correction",
            ["field", "before", "since revision", "by", "at"],
            handoff.Corrections.Select(correction =>
                Row(
                    correction.Field,
                    correction.Before is { } before ? HandoffText.Value(before) : null,
                    $"{correction.SinceRevision}",
                    correction.By,
                    Times.Of(correction.At)
                )
            )
        );
        output.Section(
            "question",
            ["number", "asked by", "field", "blocking", "text", "answer"],
            handoff.Questions.Select(question =>
                Row(
                    $"{question.Number}",
                    question.AskedBy,
                    question.Field,
                    question.Blocking ? "blocking" : null,
                    question.Text,
                    question.Answer
                )
            )
        );
        output.Section(
            "comment",
            ["number", "by", "at", "text"],
            handoff.Comments.Select(comment => Row($"{comment.N}", comment.By, Times.Of(comment.At), comment.Text))
        );
        output.Section(
            "file",
            ["number", "name", "size", "by", "at"],
            handoff.Attachments.Select(file =>
                Row($"{file.Number}", file.Name, $"{file.Size}", file.By, Times.Of(file.At))
            )
        );
        output.Section(
            "gap",
            ["field", "code", "by", "minutes lost", "note"],
            handoff.Gaps.Select(gap =>
                Row(gap.Field, HandoffText.Wire(gap.Code), gap.By, $"{gap.MinutesLost}", gap.Note)
            )
        );
        output.Section(
            "defect",
            ["number", "kind", "field", "code", "counts", "note", "dispute", "answer"],
            handoff.Defects.Select(defect =>
                Row(
                    $"{defect.Number}",
                    HandoffText.Wire(defect.Kind),
                    defect.Field,
                    defect.Code is { } code ? HandoffText.Wire(code) : null,
                    defect.Counts ? "counts" : null,
                    defect.Note,
                    defect.Dispute?.Note,
                    defect.Dispute?.Answer
                )
            )
        );
        output.Section(
            "feedback",
            ["by", "rating", "missing", "comment"],
            handoff.Feedback.Select(feedback =>
                Row(feedback.By, $"{feedback.Rating}", string.Join(", ", feedback.Missing), feedback.Comment)
            )
        );
    }

    internal static void Show(Output output, ContextRecord context)
    {
        output.Facts([("from", context.From), ("initiated", Times.Of(context.Initiated))]);
        Values(output, context.Context);
        output.Section("checklist", ["text"], context.Checklist.Select(text => Row(text)));
    }

    private static IEnumerable<(string Name, Cell Value)> Facts(HandoffRecord handoff)
    {
        yield return ("handoff_id", $"{handoff.HandoffId}");
        yield return ("title", new Cell(handoff.Title, "bold"));
        yield return ("status", HandoffText.Coloured(handoff));
        if (handoff.Overdue)
            yield return ("overdue", new Cell("overdue", "red"));
        yield return ("next", HandoffText.Next(handoff));
        yield return ("template", $"{handoff.Template}, version {handoff.TemplateVersion}");
        yield return ("from_team", handoff.FromTeam);
        yield return ("to_team", handoff.ToTeam);
        yield return ("responsible_team", handoff.ResponsibleTeam);
        yield return ("owner", handoff.Owner);
        yield return ("priority", handoff.Priority);
        yield return ("initiated", Who(handoff.InitiatedBy, handoff.InitiatedAt));
        yield return ("opened", Times.Of(handoff.OpenedAt));
        yield return ("accepted", Who(handoff.AcceptedBy, handoff.AcceptedAt));
        yield return ("completed", Who(handoff.CompletedBy, handoff.CompletedAt));
        yield return ("accept_by", Times.Of(handoff.AcceptBy));
        yield return ("complete_by", Times.Of(handoff.CompleteBy));
        yield return ("external_key", handoff.ExternalKey);
        yield return ("parent_id", $"{handoff.ParentId}");
        yield return ("read_back", handoff.ReadBack);
        foreach (var assist in handoff.Assists ?? [])
            yield return ($"assist {assist.Number}", HandoffText.Of(assist));
        foreach (var item in handoff.Shift?.Items ?? [])
            yield return ($"item {item.Key}", HandoffText.Of(item));
        yield return ("context_revision", $"{handoff.ContextRevision}");
        yield return ("version", $"{handoff.Version}");
        yield return ("allowed_commands", string.Join(", ", handoff.AllowedCommands));
        yield return ("url", handoff.Url);
    }

    private static string? Who(string? person, DateTime? at) => at is null ? null : $"{Times.Of(at)} {person}";

    private static void Values(Output output, JsonElement context) =>
        output.Section(
            "context",
            ["field", "value"],
            context.EnumerateObject().Select(field => Row(field.Name, HandoffText.Value(field.Value)))
        );

    private static Cell[] Row(params Cell[] cells) => cells;
}
