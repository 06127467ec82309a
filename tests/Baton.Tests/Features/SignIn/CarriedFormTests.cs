using AngleSharp.Dom;
using Baton.Client;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.SignIn;

/// <summary>A form that meets an ended session is carried through signing in and done.</summary>
public sealed class CarriedFormTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Is_done_after_signing_in_by_whoever_sent_it_alone(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        await cast.App.GivePasswordAsync(cast.Ann.Key);
        var page = await alice.GetAsync($"/hand-over/{cast.Template_}");
        await EndAsync(cast, cast.Alice);
        var door = await alice.SubmitAsync(
            page,
            "Hand over",
            ("v.client_name", "A \"quoted\" <name>\nand more"),
            ("v.contract_value", "5000")
        );
        Assert.StartsWith("/sign-in?to=%2Fcarried%2F", door.Path);
        Assert.Contains("will be submitted", door.Text, StringComparison.Ordinal);
        Assert.Empty((await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items);

        var other = await alice.SubmitAsync(door, "Sign in", ("name", cast.Ann.Key), ("password", Visitor.Password));
        Assert.Equal((404, "Not submitted"), (other.Status, other.Heading));
        Assert.Empty((await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items);
        await EndAsync(cast, cast.Ann);

        var back = await alice.SubmitAsync(door, "Sign in", ("name", cast.Alice.Key), ("password", Visitor.Password));
        Assert.Equal("You are signed in again", back.Heading);
        var done = await alice.SubmitAsync(back, "Submit");
        Assert.Equal(200, done.Status);
        var handoff = Assert.Single((await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items);
        Assert.Equal(cast.Alice.Key, handoff.InitiatedBy);
        await alice.SubmitAsync(back, "Submit");
        Assert.Single((await cast.Ann.Api.ListAsync(new HandoffQuery { Team = cast.Sender })).Items);
    }

    [Theory, BothEngines]
    public async Task Is_not_kept_for_who_has_no_form_of_ours(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var before = await cast.App.ReadAsync(db => db.Set<CarriedForm>().CountAsync());
        using var stranger = new Visitor(cast.App);
        var door = await stranger.PostAsync($"/hand-over/{cast.Template_}", [("v.client_name", "x"), ("form", "x")]);
        Assert.Equal("/sign-in", door.Path);

        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/hand-over/{cast.Template_}");
        await EndAsync(cast, cast.Alice);
        var huge = await alice.SubmitAsync(page, "Save draft", ("v.client_name", new string('x', 600_000)));
        Assert.Equal("/sign-in", huge.Path);
        Assert.Equal(before, await cast.App.ReadAsync(db => db.Set<CarriedForm>().CountAsync()));
    }

    private static Task<int> EndAsync(Cast cast, Someone who) =>
        cast
            .App.Services.GetRequiredService<Baton.Storage.Writer>()
            .WriteAsync(
                (db, token) => EndSessions.RunAsync(db, session => session.PersonKey == who.Key, token),
                CancellationToken.None
            );
}
