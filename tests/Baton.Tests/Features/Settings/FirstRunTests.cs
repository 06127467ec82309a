using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Settings;

/// <summary>A fresh installation leads its admin to the first handoff.</summary>
public sealed class FirstRunTests
{
    [Theory, EitherEngine]
    public async Task Steps_are_ticked_as_they_are_done_and_disappear_at_the_end(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var admin = await app.AddPersonAsync("root", admin: true);
        using var root = await app.VisitAsync(admin);
        var page = await root.GetAsync("/");
        Assert.Equal("Three steps to your first handoff", page.Heading);
        Assert.Equal(0, Done(page));
        Assert.Equal("Name two teams", page.Document.QuerySelector(".card.now h2")!.TextContent);

        page = await root.SubmitAsync(page, "Create team", ("name", "Vertrieb Süd"));
        Assert.Contains("Vertrieb Süd is here.", page.Text, StringComparison.Ordinal);
        page = await root.SubmitAsync(page, "Create team", ("name", "Vertrieb Süd"));
        Assert.Equal(
            ["vertrieb_sud", "vertrieb_sud-2"],
            (await admin.Api.ListTeamsAsync()).Items.Select(team => team.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(1, Done(page));
        Assert.Equal("Say what must be handed over", page.Document.QuerySelector(".card.now h2")!.TextContent);
        foreach (var link in page.Document.QuerySelectorAll(".card.now a.what"))
            Assert.Equal(200, (await root.GetAsync(link.GetAttribute("href")!)).Status);

        await root.SubmitAsync(page, "Invite", ("emails", "mia@example.org"), ("team", "vertrieb_sud-2"));
        Assert.Equal(2, Done(await root.GetAsync("/")));
        Assert.Equal("vertrieb_sud-2", Assert.Single((await admin.Api.ListInvitationsAsync()).Items).Team);
        await admin.Api.PublishTemplateAsync(
            "deal",
            """
            key: deal
            name: Deal
            from_team: vertrieb_sud
            receiving_team: vertrieb_sud-2
            fields:
              - { key: client, type: text, required: true }
            """
        );
        Assert.Equal("Nothing needs you now", (await root.GetAsync("/")).Heading);
    }

    [Theory, EitherEngine]
    public async Task They_can_be_skipped_and_nobody_but_an_admin_sees_them(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var admin = await app.AddPersonAsync("root", admin: true);
        var other = await app.AddPersonAsync("sam");
        using var root = await app.VisitAsync(admin);
        using var sam = await app.VisitAsync(other);
        Assert.Equal("Nothing needs you now", (await sam.GetAsync("/")).Heading);
        var skipped = await root.SubmitAsync(await root.GetAsync("/"), "Skip these steps");
        Assert.Equal("Nothing needs you now", skipped.Heading);
        Assert.Equal("Nothing needs you now", (await root.GetAsync("/")).Heading);
    }

    private static int Done(Seen page) => page.Document.QuerySelectorAll(".num.done").Length;
}
