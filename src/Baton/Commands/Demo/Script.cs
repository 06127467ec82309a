using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Commands.Demo;

/// <summary>Who there is, and in which order things happen.</summary>
internal static class Script
{
    private static readonly Dictionary<string, IReadOnlyList<string>> OfficeHours = new[]
    {
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
    }.ToDictionary(day => day, _ => (IReadOnlyList<string>)["09:00-12:30", "13:30-17:00"]);

    /// <summary>Where development is, which is on call at every hour: so something is due today on each day.</summary>
    internal const string OnCallZone = "Europe/Lisbon";

    private const string Incident = """
        support_to_development:
          name: Support to development
          receiving_team: development
          title: "{summary}"
          fields:
            - { key: summary, type: text, required: true, label: Summary, max_length: 120 }
            - { key: severity, type: choice, required: true, options: [low, high, critical], label: Severity }
            - { key: steps_to_reproduce, type: long_text, required: true, label: Steps to reproduce }
            - { key: affected_clients, type: list, label: Affected clients }
            - { key: workaround, type: text, required_when: affected_clients, label: Workaround }
          checklist:
            - Reproduced
            - Fixed and released
            - { key: told-the-client, text: Client told, required: false }
          accept_within: 4h
          resubmit_within: 4h
          complete_within: 3d
          read_back: true
        """;

    /// <summary>A mailbox, and a receiver that does not answer, so that there is one failure to look at.</summary>
    private static readonly IReadOnlyList<ChannelRequest> OfSupport =
    [
        new("email", Address: "support@example.org"),
        new("webhook", Url: "https://hooks.demo.example/support", Kinds: ["handoff.rerouted"]),
    ];

    /// <summary>One of each kind, of whom a click signs in as.</summary>
    internal static readonly IReadOnlyList<DemoPerson> ToSignInAs =
    [
        new("sia", "Sia Seller", () => T("Hands over for Sales")),
        new("omar", "Omar Onboards", () => T("Accepts for Onboarding")),
        new("olga", "Olga Onboards", () => T("Leads Onboarding")),
        new("dion", "Dion Develops", () => T("Works in Development")),
        new("ada", "Ada Admin", () => T("Runs the server")),
    ];

    internal static readonly IReadOnlyList<string> Examples =
    [
        "baton handoff list --team onboarding --box inbox                   # as Olga",
        "baton handoff initiate --template sales_to_onboarding --field client_name=\"Fern & Co\"   # "
            + "as Sam: refused, the gate names what is missing",
        "baton handoff show 31                                              # what stands there, and what you may do",
        "baton metrics --days 30                                            # as Ada, over everything",
        $"curl -H \"Authorization: Bearer $BATON_TOKEN\" $BATON_SERVER/api/v1/me",
    ];

    internal static async Task<IReadOnlyList<Actor>> PlayAsync(
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var stage = new Stage(services, cancellationToken);
        IReadOnlyList<Actor> cast =
        [
            await stage.PersonAsync("ada", "Ada Admin", "an admin", admin: true),
            await stage.PersonAsync("sam", "Sam Seller", "leads sales"),
            await stage.PersonAsync("sia", "Sia Seller", "in sales"),
            await stage.PersonAsync("olga", "Olga Onboards", "leads onboarding"),
            await stage.PersonAsync("omar", "Omar Onboards", "in onboarding"),
            await stage.PersonAsync("dana", "Dana Draws", "leads design"),
            await stage.PersonAsync("deva", "Deva Develops", "leads development"),
            await stage.PersonAsync("dion", "Dion Develops", "in development"),
            await stage.PersonAsync("suri", "Suri Supports", "leads support"),
        ];
        await TeamsAsync(stage);
        await stage.PublishAsync(Incident);
        await Past.PlayAsync(stage);
        await stage.TellNobodyAsync();
        await Present.PlayAsync(stage);
        await OnCall.PlayAsync(stage);
        await Travel.PlayAsync(stage);
        return cast;
    }

    private static async Task TeamsAsync(Stage stage)
    {
        await TeamAsync(stage, "sales", "Sales", "Europe/Dublin", ("sam", TeamRole.Lead), ("sia", TeamRole.Member));
        await TeamAsync(
            stage,
            "onboarding",
            "Onboarding",
            "Europe/Berlin",
            ("olga", TeamRole.Lead),
            ("omar", TeamRole.Member)
        );
        await TeamAsync(stage, "design", "Design", "Europe/Berlin", ("dana", TeamRole.Lead));
        await TeamAsync(
            stage,
            "development",
            "Development",
            OnCallZone,
            ("deva", TeamRole.Lead),
            ("dion", TeamRole.Member)
        );
        await TeamAsync(stage, "support", "Support", "Europe/Dublin", ("suri", TeamRole.Lead));
    }

    private static Task TeamAsync(
        Stage stage,
        string key,
        string name,
        string zone,
        params (string Person, TeamRole Role)[] members
    ) =>
        stage.TeamAsync(
            key,
            new TeamRequest
            {
                Name = name,
                TimeZone = zone,
                WorkingHours = key == "development" ? null : OfficeHours,
                Members = [.. members.Select(member => new MemberRecord(member.Person, member.Role))],
                Channels = key == "support" ? OfSupport : null,
            }
        );
}
