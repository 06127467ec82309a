using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Ask;
using Baton.Features.Handoffs.Commands.Assisting;

namespace Baton.Commands.Demo;

/// <summary>
/// Context that travels: a client goes from sales over onboarding to support, with what was known of it, what was
/// asked, and a date that changed on the way.
/// </summary>
internal static class Travel
{
    private const string Template = """
        onboarding_to_support:
          name: Onboarding to support
          receiving_team: support
          fields:
            - { key: client_name, type: text, required: true, label: Client, carry: client_name }
            - { key: start_date, type: date, required: true, label: Start date, carry: start_date }
            - { key: key_contacts, type: contacts, required: true, label: Key contacts, carry: key_contacts }
            - { key: portal, type: url, required: true, label: Portal }
            - { key: known_issues, type: long_text, label: Known issues }
          checklist:
            - { key: recording, text: Support call recorded, evidence: url }
            - { key: answer-time, text: Answer time agreed, evidence: number, unit: h }
            - { key: domain, text: Mail domain set up, team: development }
          accept_within: 1d
          complete_within: 5d
          read_back: true
        """;

    internal static async Task PlayAsync(Stage stage)
    {
        await stage.PublishAsync(Template);
        var first = await stage.BeginAsync(
            54,
            "sia",
            new CreateHandoffRequest("sales_to_onboarding", Past.Client("Amber Lofts", 41000), "CRM-2102")
        );
        await stage.DoAsync(53, "omar", AcceptHandoff.Command, first, new AcceptRequest());
        await stage.DoAsync(
            52,
            "omar",
            AskQuestion.Command,
            first,
            new AskRequest("Which portal do they want, ours or their own?")
        );
        await stage.AnswerAsync(51, "sia", first, 1, "Ours, with their logo.");
        var second = await stage.BeginAsync(
            6,
            "omar",
            new CreateHandoffRequest(
                "onboarding_to_support",
                Stage.Json("""{"portal": "https://amber.portal.example"}"""),
                ParentId: first
            )
        );
        await stage.DoAsync(
            5,
            "suri",
            AcceptHandoff.Command,
            second,
            new AcceptRequest(ReadBack: "Amber Lofts call us from their start date on; Jo decides.")
        );
        await stage.DoAsync(
            4,
            "suri",
            RequestAssist.Command,
            second,
            new AssistRequest("development", "Set up their mail domain before the start.")
        );
        await stage.EditAsync(2, "sia", first, new EditRequest(Stage.Json("""{"start_date": "2027-02-01"}""")));
    }
}
