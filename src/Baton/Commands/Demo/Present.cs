using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Ask;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.Commands.Decline;
using Baton.Features.Handoffs.Commands.Gap;
using Baton.Features.Handoffs.Commands.Reroute;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.Commands.Withdraw;

namespace Baton.Commands.Demo;

/// <summary>What lies on the tables now: something in every state, for each to go on with.</summary>
internal static class Present
{
    private const string Sales = "sales_to_onboarding";
    private const string Design = "design_to_development";
    private const string Support = "support_to_development";
    private static readonly int[] Widths = [360, 768, 1280];

    internal static async Task PlayAsync(Stage stage)
    {
        await OverAsync(stage);
        await AtWorkAsync(stage);
        await BackAsync(stage);
        await WaitingAsync(stage);
        await stage.BeginAsync(
            0.5,
            "sia",
            new CreateHandoffRequest(
                Sales,
                Stage.Json("""{"client_name": "Zephyr Kites", "contract_value": 18000}"""),
                Draft: true
            )
        );
    }

    private static async Task OverAsync(Stage stage)
    {
        var declined = await stage.BeginAsync(150, "suri", Bug("Invoices print in the wrong font", "low", null));
        await stage.DoAsync(
            148,
            "deva",
            DeclineHandoff.Command,
            declined,
            new DeclineRequest(DeclineCode.WrongTeam, "The templates of invoices are made in design.", "design")
        );
        var withdrawn = await stage.BeginAsync(
            140,
            "sam",
            new CreateHandoffRequest(Sales, Past.Client("Umber Paints", 9000))
        );
        await stage.DoAsync(
            130,
            "sam",
            WithdrawHandoff.Command,
            withdrawn,
            new WithdrawRequest("The client canceled before the start.")
        );
    }

    private static async Task AtWorkAsync(Stage stage)
    {
        var late = await stage.BeginAsync(600, "dana", Screens("Booking page", 3));
        await stage.DoAsync(590, "deva", AcceptHandoff.Command, late, new AcceptRequest());
        await stage.DoAsync(589, "deva", AssignHandoff.Command, late, new AssignRequest("dion"));
        await stage.TickAsync(500, "dion", late, "all-screens-designed", new TickRequest(Done: true));
        await stage.DoAsync(
            120,
            "dion",
            FlagGap.Command,
            late,
            new GapRequest("breakpoints", FindingCode.Missing, 90, "No width for tablets was drawn.")
        );

        var blocked = await stage.BeginAsync(
            75,
            "sam",
            new CreateHandoffRequest(Sales, Past.Client("Velvet Theatres", 64000), "CRM-2100", Priority: "high")
        );
        await stage.DoAsync(72, "olga", AcceptHandoff.Command, blocked, new AcceptRequest());
        await stage.TickAsync(
            70,
            "olga",
            blocked,
            "contract-signed-and-filed",
            new TickRequest(Done: true, Note: "Filed under V.")
        );
        await stage.DoAsync(
            50,
            "olga",
            AskQuestion.Command,
            blocked,
            new AskRequest("Which of their three houses starts first?", "special_requirements", Blocking: true)
        );

        var incident = await stage.BeginAsync(
            30,
            "suri",
            Bug("Portal signs people out every minute", "critical", "Sign in again; drafts are kept.")
        );
        await stage.DoAsync(
            29,
            "dion",
            AcceptHandoff.Command,
            incident,
            new AcceptRequest(
                ReadBack: "Sessions end after a minute since the release; we look for it and tell the three clients."
            )
        );
        await stage.TickAsync(26, "dion", incident, "reproduced", new TickRequest(Done: true));
        await stage.DoAsync(25, "dion", AskQuestion.Command, incident, new AskRequest("Does it happen on phones too?"));
        await stage.AnswerAsync(24, "suri", incident, 1, "Yes, two of the three clients use phones.");
    }

    private static async Task BackAsync(Stage stage)
    {
        var returned = await stage.BeginAsync(52, "dana", Screens("Loyalty card", 2));
        await stage.OpenAsync(48, "dion", returned);
        await stage.DoAsync(
            47,
            "dion",
            ReturnHandoff.Command,
            returned,
            new ReturnRequest([
                new FindingRequest("interactions", FindingCode.Unclear, "What happens when the card is full?"),
                new FindingRequest(
                    "design_files_url",
                    FindingCode.Outdated,
                    "The link shows the version of last month."
                ),
            ])
        );

        var again = await stage.BeginAsync(
            49,
            "sia",
            new CreateHandoffRequest(Sales, Past.Client("Willow Books", 21000))
        );
        await stage.DoAsync(
            46,
            "omar",
            ReturnHandoff.Command,
            again,
            new ReturnRequest([new FindingRequest("start_date", FindingCode.Wrong, "That day is a holiday.")])
        );
        await stage.ResubmitAsync(
            2,
            "sia",
            again,
            new InitiateRequest(
                Replies: new Dictionary<string, string> { ["start_date"] = "They know, and want to start on it." }
            )
        );
    }

    private static async Task WaitingAsync(Stage stage)
    {
        await stage.BeginAsync(
            200,
            "sam",
            new CreateHandoffRequest(Sales, Past.Client("Xenon Lights", 33000), Priority: "urgent")
        );
        var rerouted = await stage.BeginAsync(20, "suri", Bug("Logo is blurred in every mail", "low", null));
        await stage.DoAsync(
            19,
            "deva",
            RerouteHandoff.Command,
            rerouted,
            new RerouteRequest("design", "The picture itself is too small.")
        );
        var asked = await stage.BeginAsync(
            4,
            "sam",
            new CreateHandoffRequest(Sales, Past.Client("Yarrow Herbs", 27000), "CRM-2101")
        );
        await stage.OpenAsync(3, "olga", asked);
        await stage.DoAsync(
            2.5,
            "olga",
            AskQuestion.Command,
            asked,
            new AskRequest("May we call Jo directly?", "key_contacts")
        );
        await stage.BeginAsync(1, "dana", Screens("Gift vouchers", 3));
        await stage.BeginAsync(
            stage.DueToday(4, Script.OnCallZone),
            "suri",
            Bug("Exports are empty since this morning", "high", "Export by month; that works.")
        );
    }

    private static CreateHandoffRequest Bug(string summary, string severity, string? workaround) =>
        new(
            Support,
            Stage.Json(
                workaround is null
                    ? $$"""{"summary": "{{summary}}", "severity": "{{severity}}","""
                        + """ "steps_to_reproduce": "Open the portal as any client and look."}"""
                    : $$"""
                    {"summary": "{{summary}}", "severity": "{{severity}}",
                     "steps_to_reproduce": "Open the portal as any client and wait.",
                     "affected_clients": ["Amber Bakery", "Dune Optics", "Opal Jewels"], "workaround": "{{workaround}}"}
                    """
            ),
            Priority: severity == "critical" ? "urgent" : "normal"
        );

    private static CreateHandoffRequest Screens(string project, int widths) =>
        new(
            Design,
            Stage.Json(
                $$"""
                {"project_name": "{{project}}",
                 "design_files_url": "https://design.example/file/{{project.Length}}{{widths}}",
                 "specifications": "Spacing in steps of 8; states drawn for every button.",
                 "breakpoints": [{{string.Join(
                    ", ",
                    Widths.Take(widths)
                )}}], "interactions": "Panels open from below.", "assets_exported": true}
                """
            )
        );
}
