using Baton.Channels;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Deliveries;

/// <summary>
/// What a notice says of an event: the handoff as it was then, and the short details; never a value of the context.
/// </summary>
internal static class NoticeMessages
{
    internal static Message Of(IReadOnlyList<HandoffEvent> history, Handoff then, Catalog catalog, Uri baseUrl)
    {
        var happened = history[^1];
        return Worded(
            new Message
            {
                DeliveryId = "",
                Kind = happened.Kind,
                At = happened.At,
                HandoffId = then.Id,
                Title = then.Title,
                Template = then.Template,
                FromTeam = then.FromTeam,
                ToTeam = then.ToTeam,
                Status = Handoff.Wire(then.Status),
                ContextRevision = then.ContextRevision,
                ParentId = then.ParentId,
                Actor = happened.Actor,
                ActorName = NameOf(catalog, happened.Actor),
                Url = HandoffRecords.UrlOf(then.Id, baseUrl),
                Facts = [.. Facts(happened.Change, then, catalog, history)],
            }
        );
    }

    /// <summary>What a clock has to tell: nobody did anything, which is the point.</summary>
    internal static Message OfClock(Message message, ClockNotice clock, DateTime at, Handoff then, Catalog catalog) =>
        message with
        {
            At = at,
            Actor = null,
            ActorName = null,
            Facts =
            [
                .. clock.Reason is { } reason
                    ? [Fact.Of(FactLabels.Reason, reason, catalog.NameOfTeam(clock.Team))]
                    : Array.Empty<Fact>(),
                .. then.OpenQuestion is { } question
                    ? [new Fact(FactLabels.Question, question.Text)]
                    : Array.Empty<Fact>(),
                new Fact(FactLabels.WaitsFor, catalog.NameOfTeam(clock.Team)),
                .. clock.DueAt is { } due
                    ? [new Fact(FactLabels.Due, ReaderTime.Say(due, null), due)]
                    : Array.Empty<Fact>(),
                .. clock.Percent is { } percent
                    ? [Fact.Of(FactLabels.TimeUsed, Key("at least {0}%"), $"{percent}")]
                    : Array.Empty<Fact>(),
            ],
        };

    internal static string NameOf(Catalog catalog, string person) =>
        catalog.People.TryGetValue(person, out var known) ? known.Name : person;

    /// <summary>The same with what is known of its kind: a stored message holds no words.</summary>
    internal static Message Worded(Message message)
    {
        var described = HandoffCommands.TryDescribe(message.Kind);
        return message with
        {
            Words = described?.Notice,
            AsksReceiver =
                described is { Asks: Asks.Receiver } or { OffersAccepting: true }
                || Kinds.Clocks.Contains(message.Kind),
        };
    }

    private static IEnumerable<Fact> Facts(
        HandoffChange change,
        Handoff then,
        Catalog catalog,
        IReadOnlyList<HandoffEvent> history
    ) => HandoffCommands.Describe(change.Kind).FactsOf(change, new NoticeFacts(then, catalog, history));
}
