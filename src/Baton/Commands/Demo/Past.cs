using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Gap;
using Baton.Features.Handoffs.Commands.Rate;
using Baton.Features.Handoffs.Commands.Return;

namespace Baton.Commands.Demo;

/// <summary>Four weeks of clients that were taken over and brought on board: what the measures are made of.</summary>
internal static class Past
{
    private static readonly string[] Clients =
    [
        "Amber Bakery",
        "Birch Dental",
        "Cobalt Freight",
        "Dune Optics",
        "Ember Foods",
        "Fjord Sailing",
        "Grove Gardens",
        "Heron Print",
        "Iris Florists",
        "Juniper Legal",
        "Kestrel Couriers",
        "Lagoon Spas",
        "Meadow Dairy",
        "Nimbus Travel",
        "Opal Jewels",
        "Pine Furniture",
        "Quartz Clocks",
        "River Canoes",
        "Slate Roofing",
        "Tundra Outdoor",
    ];

    private static readonly string[] Steps =
    [
        "contract-signed-and-filed",
        "kickoff-meeting-scheduled",
        "client-portal-access-created",
        "welcome-email-sent",
    ];

    internal static async Task PlayAsync(Stage stage)
    {
        foreach (var (i, client) in Clients.Index())
        {
            var seller = i % 3 == 0 && !IsWaived(i) ? "sia" : "sam";
            var hour = 29 * 24 - (i * 27.0); // then they go on, each at its own pace
            if (i % 6 == 2)
                await stage.TryInVainAsync(
                    hour + 1,
                    seller,
                    new CreateHandoffRequest("sales_to_onboarding", Stage.Json($$"""{"client_name": "{{client}}"}"""))
                );
            var id = await stage.BeginAsync(hour, seller, Request(i, client));
            await OneAsync(stage, i, id, hour, seller);
        }
    }

    private static CreateHandoffRequest Request(int i, string client)
    {
        var waiver = IsWaived(i) ? new WaiverRequest("goals", "The client decides on them in the kickoff.") : null;
        var context = Client(client, 12000 + (i * 3500), goals: waiver is null);
        return new CreateHandoffRequest(
            "sales_to_onboarding",
            context,
            $"CRM-{2000 + i}",
            Waivers: waiver is null ? null : [waiver],
            Priority: i % 5 == 0 ? "high" : "normal"
        );
    }

    /// <summary>A field waived, which is for leads.</summary>
    private static bool IsWaived(int i) => i % 7 == 5;

    private static async Task OneAsync(Stage stage, int i, long id, double hour, string seller)
    {
        var receiver = i % 2 == 0 ? "omar" : "olga";
        var pace = 1 + (i % 4);
        await stage.OpenAsync(hour -= pace, receiver, id);
        if (i % 5 == 1)
        {
            await stage.DoAsync(
                hour -= 0.5,
                receiver,
                ReturnHandoff.Command,
                id,
                new ReturnRequest([
                    new FindingRequest("contract_value", FindingCode.Wrong, "The contract says another amount."),
                ])
            );
            await stage.DoAsync(
                hour -= 3,
                seller,
                EditHandoff.Command,
                id,
                new EditRequest(Stage.Json($$"""{"contract_value": {{15000 + (i * 3500)}}}"""))
            );
            await stage.ResubmitAsync(hour -= 0.2, seller, id, new InitiateRequest());
        }

        await stage.DoAsync(hour -= pace, receiver, AcceptHandoff.Command, id, new AcceptRequest());
        foreach (var step in Steps)
            await stage.TickAsync(hour -= 4 * pace, receiver, id, step, new TickRequest(Done: true));
        await stage.DoAsync(hour -= 1, receiver, CompleteHandoff.Command, id, new CompleteRequest());
        if (i % 6 == 4)
            await stage.DoAsync(
                hour - 2,
                receiver,
                FlagGap.Command,
                id,
                new GapRequest("key_contacts", FindingCode.Outdated, 45, "That person left the company.")
            );
        if (i % 2 == 0)
            await stage.DoAsync(
                hour - 3,
                receiver,
                RateHandoff.Command,
                id,
                new FeedbackRequest(i % 6 == 4 ? 2 : 5 - (i % 3), i % 6 == 4 ? ["key_contacts"] : [], null)
            );
    }

    internal static JsonElement Client(string name, int value, bool goals = true)
    {
        var address = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        var context = new Dictionary<string, object>
        {
            ["client_name"] = name,
            ["contract_value"] = new { amount = value, currency = "EUR" },
            ["start_date"] = new DateOnly(2027, 1, 1 + (value / 500 % 28)).ToString(
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture
            ),
            ["key_contacts"] = new[]
            {
                new
                {
                    name = "Jo Doe",
                    email = $"jo@{address}.example",
                    role = "decides",
                },
            },
            ["special_requirements"] = "none",
        };
        if (goals)
            context["goals"] = "First invoices through the portal within three months.";
        return JsonSerializer.SerializeToElement(context);
    }
}
