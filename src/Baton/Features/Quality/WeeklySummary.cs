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
                    "Why you get this email",
                    "You turned on the weekly summary. You can turn it off at "
                        + $"{new Uri(baseUrl, "account").AbsoluteUri}."
                ),
            ],
        };

    private static string Title(SendersReport senders) =>
        senders.Handoffs == 0
            ? "nothing was handed over"
            : $"{Count(senders.Handoffs, "handoff")}, {senders.Defective} with something missing";

    private static IEnumerable<Fact> Facts(RequestContext context, SendersReport senders, FlowReport flow)
    {
        yield return new Fact("Summary", SendersWords.Lead(senders, context.Catalog));
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
                "Most often missing",
                string.Join(", ", missing.Select(field => $"{field.Label} ({Count(field.Defective, "time")})"))
            );
        if (flow.AcceptanceHours.P50 is { } half)
            yield return new Fact(
                "Accepted",
                $"{flow.Accepted} of {flow.Handoffs}, half of them within {SendersWords.Hours(half)}."
            );
        if (flow.Orphans > 0)
            yield return new Fact("Needs an owner", Count(flow.Orphans, "handoff"));
    }

    private static IEnumerable<string> OfTeam(FlowTeam team, SendersReport senders)
    {
        var sent = senders.Items.SingleOrDefault(row => row.Team == team.Team);
        var received = senders.ByReceiver.SingleOrDefault(row => row.Team == team.Team);
        yield return sent is { Handoffs: > 0 } ? Sent(sent) : "Sent nothing.";
        yield return received is { Handoffs: > 0 }
            ? $"Received {received.Handoffs}, returned {received.Returned}."
            : "Received nothing.";
        if (team.Holds > 0)
            yield return $"Holds {team.Holds}{(team.Overdue > 0 ? $", {team.Overdue} overdue" : "")}.";
    }

    private static string Sent(SenderRow sent)
    {
        var signal = SendersWords.Of(sent.Signal) is { Kind: not null } found ? $", {found.Words}" : "";
        var rate = SendersWords.Percent(sent.DefectRate);
        return $"Sent {sent.Handoffs}, {sent.Defective} with something missing ({rate}{signal}).";
    }

    private static string Count(int number, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {one}{(number == 1 ? "" : "s")}");
}
