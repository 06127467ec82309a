using Baton.Channels;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// Tells a person who comes too late who was faster and when, in place of the state that a program is told of.
/// </summary>
internal static class Overtaken
{
    private static readonly string[] Moves =
    [
        "handoff.accepted",
        "handoff.returned",
        "handoff.declined",
        "handoff.rerouted",
        "handoff.withdrawn",
        "handoff.completed",
        "handoff.initiated",
        "handoff.resubmitted",
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
        if (refusal.Type != "wrong-state")
            return refusal;
        var last = await db
            .Events.AsNoTracking()
            .Where(happened => happened.HandoffId == id && Moves.Contains(happened.Kind))
            .OrderByDescending(happened => happened.Seq)
            .FirstOrDefaultAsync(cancellationToken);
        if (
            last is null
            || Words(
                last.Kind,
                context.Catalog.NameOfPerson(last.Who),
                ReaderTime.Say(last.At, Names.ZoneOf(context).Id)
            )
                is not { } words
        )
            return refusal;
        return refusal with { Title = T("Somebody was faster"), Detail = $"{words} {T("So nothing was changed.")}" };
    }

    private static string? Words(string kind, string who, string when) =>
        kind switch
        {
            "handoff.accepted" => T("{0} accepted this handoff on {1}.", who, when),
            "handoff.returned" => T("{0} returned this handoff on {1}.", who, when),
            "handoff.declined" => T("{0} declined this handoff on {1}.", who, when),
            "handoff.rerouted" => T("{0} rerouted this handoff on {1}.", who, when),
            "handoff.withdrawn" => T("{0} withdrew this handoff on {1}.", who, when),
            "handoff.completed" => T("{0} completed this handoff on {1}.", who, when),
            "handoff.initiated" or "handoff.resubmitted" => T("{0} handed over this handoff on {1}.", who, when),
            _ => null,
        };
}
