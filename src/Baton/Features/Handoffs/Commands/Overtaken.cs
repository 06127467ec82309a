using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// Tells a person who comes too late who was faster and when, in place of the state that a program is told of.
/// </summary>
internal static class Overtaken
{
    private static readonly IReadOnlyList<string> Moves =
    [
        .. HandoffCommands
            .Events.Where(described => described.Overtakes is not null)
            .Select(described => described.Kind),
    ];

    /// <summary>The same, for what a verb gave.</summary>
    internal static async Task<Outcome<Handoff>> OrOvertakenAsync(
        this Task<Outcome<Handoff>> verb,
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    ) =>
        (await verb).Refused(out var refusal, out var handoff)
            ? await SayAsync(db, context, refusal, id, cancellationToken)
            : handoff;

    /// <summary>The refusal in words for a person; unchanged where the state is not the reason.</summary>
    internal static async Task<Refusal> SayAsync(
        BatonDb db,
        RequestContext context,
        Refusal refusal,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (refusal.Type != "wrong-state" || await LastAsync(db, id, cancellationToken) is not { } last)
            return refusal;
        var who = context.Catalog.NameOfPerson(last.Who);
        var when = ReaderTime.Say(last.At, Names.ZoneOf(context).Id);
        var words = HandoffCommands.Describe(last.Kind).Overtakes!(who, when);
        return refusal with { Title = T("Someone else was faster"), Detail = $"{words} {T("Nothing was changed.")}" };
    }

    /// <summary>Whether the state is the reason, and the caller themselves brought it about.</summary>
    internal static async Task<bool> IsByAsync(
        BatonDb db,
        RequestContext context,
        Refusal refusal,
        long id,
        CancellationToken cancellationToken
    ) => refusal.Type == "wrong-state" && (await LastAsync(db, id, cancellationToken))?.Actor == context.Caller.Person;

    private static Task<HandoffEvent?> LastAsync(BatonDb db, long id, CancellationToken cancellationToken) =>
        db
            .Events.AsNoTracking()
            .Where(happened => happened.HandoffId == id && Moves.Contains(happened.Kind))
            .OrderByDescending(happened => happened.Seq)
            .FirstOrDefaultAsync(cancellationToken);
}
