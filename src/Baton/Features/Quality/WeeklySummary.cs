using System.Globalization;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>The weekly summary of one lead, made of the same reports as the page that it links to.</summary>
internal static class WeeklySummary
{
    internal const int Days = 7;
    private const int MostFields = 3;

    internal static Message Of(RequestContext context, SendersReport senders, FlowReport flow, Uri baseUrl) =>
        new()
        {
            DeliveryId = "",
            Kind = Kinds.SummaryWeekly,
            At = context.Now,
            HandoffId = Delivery.OfNoHandoff,
            Title = Title(senders),
            Template = "",
            FromTeam = "",
            ToTeam = "",
            Status = "",
            ContextRevision = 0,
            Url = new Uri(baseUrl, string.Create(CultureInfo.InvariantCulture, $"reports?days={Days}")).AbsoluteUri,
            Facts =
            [
                .. Facts(context, senders, flow),
                new Fact(
                    T("Why you get this email"),
                    T(
                        "You turned on the weekly summary. You can turn it off at {0}.",
                        new Uri(baseUrl, "account").AbsoluteUri
                    )
                ),
            ],
        };

    private static string Title(SendersReport senders) =>
        senders.Handoffs == 0
            ? T("nothing was handed over")
            : T(
                "{0, plural, one {# handoff} other {# handoffs}}, {1, number} with something missing",
                senders.Handoffs,
                senders.Defective
            );

    private static IEnumerable<Fact> Facts(RequestContext context, SendersReport senders, FlowReport flow)
    {
        yield return new Fact(T("Summary"), SendersWords.Lead(senders, context.Catalog));
        foreach (
            var team in flow
                .Teams.Where(row => context.Caller.Leads(row.Team))
                .OrderBy(row => row.Team, StringComparer.Ordinal)
        )
            yield return new Fact(context.Catalog.NameOfTeam(team.Team), string.Join(' ', OfTeam(team, senders)));
        if (
            SendersWords
                .Fields(senders, context.Catalog)
                .Where(field => field.Defective > 0)
                .Take(MostFields)
                .ToList() is
            { Count: > 0 } missing
        )
            yield return new Fact(
                T("Most often missing"),
                string.Join(
                    ", ",
                    missing.Select(field =>
                        T("{0} ({1, plural, one {# time} other {# times}})", field.Label, field.Defective)
                    )
                )
            );
        if (flow.AcceptanceHours.P50 is { } half)
            yield return new Fact(
                T("Accepted"),
                T(
                    "{0, number} of {1, number}, half of them within {2}.",
                    flow.Accepted,
                    flow.Handoffs,
                    SendersWords.Hours(half)
                )
            );
        if (flow.Orphans > 0)
            yield return new Fact(
                T("Needs an owner"),
                T("{0, plural, one {# handoff} other {# handoffs}}", flow.Orphans)
            );
    }

    private static IEnumerable<string> OfTeam(FlowTeam team, SendersReport senders)
    {
        var sent = senders.Items.SingleOrDefault(row => row.Team == team.Team);
        var received = senders.ByReceiver.SingleOrDefault(row => row.Team == team.Team);
        yield return sent is { Handoffs: > 0 } ? Sent(sent) : T("Sent nothing.");
        yield return received is { Handoffs: > 0 }
            ? T("Received {0, number}, returned {1, number}.", received.Handoffs, received.Returned)
            : T("Received nothing.");
        if (team.Holds > 0)
            yield return team.Overdue > 0
                ? T("Holds {0, number}, {1, number} overdue.", team.Holds, team.Overdue)
                : T("Holds {0, number}.", team.Holds);
    }

    private static string Sent(SenderRow sent)
    {
        var rate = SendersWords.Percent(sent.DefectRate);
        return SendersWords.Of(sent.Signal) is { Kind: not null } found
            ? T(
                "Sent {0, number}, {1, number} with something missing ({2}, {3}).",
                sent.Handoffs,
                sent.Defective,
                rate,
                found.Words
            )
            : T("Sent {0, number}, {1, number} with something missing ({2}).", sent.Handoffs, sent.Defective, rate);
    }
}
