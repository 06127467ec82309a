using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Accept;

/// <summary>
/// Accepting a shift: two people sign one list, and whoever takes it over reads back each item that may become worse.
/// </summary>
internal static class ReadBackItems
{
    /// <summary>The inputs of a page, one for each item.</summary>
    internal const string Input = "read_back.";

    internal static IReadOnlyDictionary<string, string>? Read(Form form) => Of(form.Under(Input));

    internal static IReadOnlyDictionary<string, string>? Of(IEnumerable<(string Key, string Text)> said) =>
        said.GroupBy(item => item.Key).ToDictionary(item => item.Key, item => item.Last().Text) is { Count: > 0 } items
            ? items
            : null;

    internal static Refusal? Refuse(Handoff handoff, AcceptRequest request, RequestContext context)
    {
        var said = request.ItemReadBacks ?? new Dictionary<string, string>();
        if (handoff.Shift is not { } shift)
            return said.Count == 0
                ? null
                : Refusal.Invalid(
                    "item_read_backs",
                    "rule",
                    T("This handoff is no shift: say what you accept in read_back.")
                );
        if (SignerOf(shift) == context.Caller.Person)
            return Refusal.Forbidden(
                T("Two people sign a shift. You handed it over; have somebody else of {0} accept it.", handoff.ToTeam)
            );
        return Texts.Refusal(
            said.Keys.Where(key => shift.Find(key) is null)
                .Select(key => new FieldError($"item_read_backs.{key}", "unknown", T("There is no item {0}.", key))),
            shift
                .CriticalIn(handoff.Context)
                .Where(item => Blank.Is(said.GetValueOrDefault(item.Key)))
                .Select(item => new FieldError(
                    $"item_read_backs.{item.Key}",
                    "missing",
                    T(
                        "{0}: read back what you understood, because it is a watcher or unstable.",
                        TitleOf(context.TemplateOf(handoff), item)
                    )
                ))
        );
    }

    /// <summary>One text, which the sender confirms or corrects as every read-back.</summary>
    internal static string? Together(Handoff handoff, Template template, AcceptRequest request)
    {
        if (handoff.Shift is null || request.ItemReadBacks is not { } said)
            return request.ReadBack;
        var items = ContextItems.Of(handoff.Context).Where(item => !Blank.Is(said.GetValueOrDefault(item.Key)));
        return
            string.Join(
                '\n',
                items
                    .Select(item => $"{TitleOf(template, item)}: {said[item.Key]}")
                    .Prepend(request.ReadBack)
                    .Where(line => !Blank.Is(line))
            )
                is { Length: > 0 } text
            ? text
            : null;
    }

    private static string? SignerOf(Shift shift) =>
        shift.Signatures.FirstOrDefault(signature => signature.Side == SignedSide.Sender)?.Person;

    private static string TitleOf(Template template, ContextItem item) =>
        template.Item is { } definition ? ContextItems.TitleOf(definition, item) : item.Key;
}
