using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>What differs between two versions of a template, in words.</summary>
internal static class TemplateChanges
{
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="nameOf">What a team is called.</param>
    internal static IReadOnlyList<string> Of(Template before, Template after, Func<string, string> nameOf) =>
        [
            .. OfHead(before, after, nameOf),
            .. OfFields(before.Fields, after.Fields),
            .. OfSteps(before.Checklist, after.Checklist, nameOf),
            .. OfClock(ClockWords.Of("accept_within"), before.AcceptWithin, after.AcceptWithin),
            .. OfClock(ClockWords.Of("resubmit_within"), before.ResubmitWithin, after.ResubmitWithin),
            .. OfClock(ClockWords.Of("complete_within"), before.CompleteWithin, after.CompleteWithin),
            .. OfClock(ClockWords.Of("confirm_within"), before.ConfirmWithin, after.ConfirmWithin),
            .. When(!Same(before.Escalation, after.Escalation), T("Escalation changed")),
            .. When(before.ReadBack != after.ReadBack, ReadBackOf(after)),
        ];

    private static IEnumerable<string> OfHead(Template before, Template after, Func<string, string> nameOf) =>
        [
            .. When(before.Name != after.Name, T("Name: {0} → {1}", before.Name, after.Name)),
            .. When(
                before.FromTeam != after.FromTeam,
                T("From: {0} → {1}", nameOf(before.FromTeam), nameOf(after.FromTeam))
            ),
            .. When(
                before.ReceivingTeam != after.ReceivingTeam,
                T("To: {0} → {1}", nameOf(before.ReceivingTeam), nameOf(after.ReceivingTeam))
            ),
            .. When(before.Title != after.Title, T("Title of a handoff: {0}", after.Title ?? T("the usual"))),
        ];

    private static IEnumerable<string> OfFields(IReadOnlyList<Field> before, IReadOnlyList<Field> after)
    {
        foreach (var field in after)
        {
            if (before.FirstOrDefault(known => known.Key == field.Key) is not { } known)
                yield return field.Required
                    ? T("Field added, required: {0}", Names.LabelOf(field))
                    : T("Field added: {0}", Names.LabelOf(field));
            else if (!Same(known, field))
                yield return T("Field changed: {0} ({1})", Names.LabelOf(field), Members(known, field));
        }

        foreach (var gone in before.Where(field => after.All(kept => kept.Key != field.Key)))
            yield return T("Field removed: {0}", Names.LabelOf(gone));
        if (OrderDiffers([.. before.Select(field => field.Key)], [.. after.Select(field => field.Key)]))
            yield return T("Order of the fields changed");
    }

    private static IEnumerable<string> OfSteps(
        IReadOnlyList<Step> before,
        IReadOnlyList<Step> after,
        Func<string, string> nameOf
    )
    {
        foreach (var step in after)
        {
            var known = before.FirstOrDefault(earlier => earlier.Key == step.Key);
            if (known is null)
                yield return T("Step added: {0}", step.Text);
            else if (known.Text != step.Text)
                yield return T("Step reworded: {0} → {1}", known.Text, step.Text);
            else if (known.Required != step.Required)
                yield return step.Required
                    ? T("Step now required: {0}", step.Text)
                    : T("Step now optional: {0}", step.Text);
            if (known is not null && (known.Evidence, known.Unit) != (step.Evidence, step.Unit))
                yield return step.Evidence is { } kind
                    ? T("Step now done with {0}: {1}", EvidenceKinds.WordsOf(kind, step.Unit), step.Text)
                    : T("Step no longer asks for evidence: {0}", step.Text);
            if (known is not null && known.Team != step.Team)
                yield return step.Team is { } team
                    ? T("Step now of {0}: {1}", nameOf(team), step.Text)
                    : T("Step now of the receiving team: {0}", step.Text);
        }

        foreach (var gone in before.Where(step => after.All(kept => kept.Key != step.Key)))
            yield return T("Step removed: {0}", gone.Text);
        if (OrderDiffers([.. before.Select(step => step.Key)], [.. after.Select(step => step.Key)]))
            yield return T("Order of the steps changed");
    }

    /// <summary>What of a field is not the same, as the form calls it.</summary>
    private static string Members(Field before, Field after)
    {
        var old = JsonSerializer.SerializeToElement(before, BatonJson.Options);
        var now = JsonSerializer.SerializeToElement(after, BatonJson.Options);
        var names = now.EnumerateObject()
            .Select(member => member.Name)
            .Union(old.EnumerateObject().Select(member => member.Name))
            .Where(name => TextOf(old, name) != TextOf(now, name));
        return string.Join(", ", names.Select(name => MemberOf(name, after)));
    }

    private static string MemberOf(string member, Field field) =>
        member switch
        {
            "type" => T("now {0}", FieldKind.Of(field).Title),
            "required" => field.Required ? T("now required") : T("now optional"),
            "label" => T("label"),
            "help" => T("help"),
            "example" => T("example"),
            "carry" => field.Carry is null ? T("no longer carried") : T("now carried from {0}", field.Carry),
            _ => T("rule “{0}”", RuleWords.Of(member)),
        };

    private static string TextOf(JsonElement map, string member) =>
        map.TryGetProperty(member, out var value) ? value.GetRawText() : "null";

    private static bool OrderDiffers(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        !before.Where(after.Contains).SequenceEqual(after.Where(before.Contains));

    private static IEnumerable<string> OfClock(string name, string? before, string? after) =>
        When(before != after, T("{0}: {1} → {2}", name, SpanOf(before), SpanOf(after)));

    private static string SpanOf(string? span) => span is null ? T("no limit") : Names.Span(span);

    private static string ReadBackOf(Template template) =>
        template.ReadBack ? T("Read-back is now asked for") : T("Read-back is no longer asked for");

    private static IEnumerable<string> When(bool differs, string text) => differs ? [text] : [];

    private static bool Same<T>(T before, T after) =>
        JsonSerializer.Serialize(before, BatonJson.Options) == JsonSerializer.Serialize(after, BatonJson.Options);
}
