using Baton.Client;
using Baton.Features.Organization;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.People;

/// <summary>
/// No link outlives the right of whoever made it, or a newer one; those that are good can be listed and revoked.
/// </summary>
public sealed class LinkMakersTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Links_end_with_the_right_of_their_maker_and_stay_ended(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Charlie.Key, new MemberRequest(TeamRole.Lead), Cancel);
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Alice.Key, new MemberRequest(TeamRole.Lead), Cancel);
        var handoff = (await cast.InitiatedAsync()).HandoffId;
        var links = new List<string>();
        foreach (var (who, i) in ((Someone, int)[])[(cast.Ben, 0), (cast.Charlie, 1), (cast.Alice, 2)])
        {
            links.Add(await InviteAsync(cast, who, $"p{i}"));
            links.Add(
                new Uri(
                    (await who.Api.InviteGuestAsync(handoff, new GuestRequest($"g{i}@example.org"), Cancel)).Url!
                ).AbsolutePath
            );
        }

        using var visitor = new Visitor(cast.App);
        using var guest = new Visitor(cast.App);
        var form = await visitor.GetAsync(links[0]);
        await guest.SubmitAsync(await guest.GetAsync(links[1]), "Accept");
        foreach (var link in links)
            Assert.Equal(200, (await guest.GetAsync(link)).Status);

        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Ben.Key, new MemberRequest(TeamRole.Member), Cancel);
        await cast.Root.Api.RemoveMemberAsync(cast.Receiver, cast.Charlie.Key, Cancel);
        await cast.Root.Api.DeactivateAsync(cast.Alice.Key, Cancel);
        Assert.Equal(
            404,
            (
                await visitor.SubmitAsync(
                    form,
                    "Create account",
                    ("name", "P"),
                    ("key", $"p-{cast.Bob.Key}"),
                    ("password", Visitor.Password)
                )
            ).Status
        );
        foreach (var link in links)
            Assert.Equal(404, (await guest.GetAsync(link)).Status);

        // What the guest held is not stranded.
        await Wait.ForAsync(
            async () => (await cast.Root.Api.GetAsync(handoff, Cancel)).Owner,
            owner => owner != "guest:g0@example.org"
        );

        // The right comes back; the links do not.
        using var root = await cast.App.VisitAsync(cast.Root);
        await root.SubmitAsync(await root.GetAsync($"/people?q={cast.Alice.Key}"), $"Reactivate: {cast.Alice.Key}");
        foreach (var who in (Someone[])[cast.Ben, cast.Charlie, cast.Alice])
            await cast.Root.Api.PutMemberAsync(cast.Receiver, who.Key, new MemberRequest(TeamRole.Lead), Cancel);
        foreach (var link in links)
            Assert.Equal(404, (await guest.GetAsync(link)).Status);
        Assert.DoesNotContain(
            (await cast.Root.Api.ListInvitationsAsync(Cancel)).Items,
            open => open.Team == cast.Receiver
        );
        Assert.Equal(
            6,
            (
                await cast.Root.Api.ListAuditAsync(new AuditQuery { Who = cast.Root.Key, Limit = 100 }, Cancel)
            ).Items.Count(row => row.Act is "person.link_revoked" or "guest.revoked")
        );
    }

    [Theory, EitherEngine]
    public async Task The_right_of_the_maker_is_asked_when_a_link_is_used_however_it_was_lost(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var invitation = await InviteAsync(cast, cast.Ben, "late");
        var handoff = (await cast.InitiatedAsync()).HandoffId;
        var guest = new Uri(
            (await cast.Ben.Api.InviteGuestAsync(handoff, new GuestRequest("g@example.org"), Cancel)).Url!
        ).AbsolutePath;
        await cast.App.ReadAsync(db =>
            db.Memberships.Where(member => member.PersonKey == cast.Ben.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(member => member.Role, TeamRole.Member))
        );
        using var visitor = new Visitor(cast.App);
        Assert.Equal((404, 404), ((await visitor.GetAsync(invitation)).Status, (await visitor.GetAsync(guest)).Status));
    }

    [Theory, EitherEngine]
    public async Task A_newer_link_ends_the_older_and_a_new_password_ends_the_links_to_set_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = (await cast.InitiatedAsync()).HandoffId;
        async Task<string> GuestAsync(string email) =>
            new Uri((await cast.Ann.Api.InviteGuestAsync(handoff, new GuestRequest(email), Cancel)).Url!).AbsolutePath;
        Func<Task<string>>[] makers =
        [
            () => InviteAsync(cast, cast.Ben, "twice"),
            () => PasswordLinkAsync(cast),
            () => GuestAsync("g@example.org"),
        ];
        using var visitor = new Visitor(cast.App);
        foreach (var make in makers)
        {
            var older = await make();
            var newer = await make();
            Assert.Equal((404, 200), ((await visitor.GetAsync(older)).Status, (await visitor.GetAsync(newer)).Status));
        }

        var link = await PasswordLinkAsync(cast);
        await cast.App.GivePasswordAsync(cast.Bob.Key, "another horse battery");
        Assert.Equal(404, (await visitor.GetAsync(link)).Status);

        // A link for somebody who is deactivated is not good for them when they come back.
        var late = await PasswordLinkAsync(cast);
        await cast.Root.Api.DeactivateAsync(cast.Bob.Key, Cancel);
        using var root = await cast.App.VisitAsync(cast.Root);
        await root.SubmitAsync(await root.GetAsync($"/people?q={cast.Bob.Key}"), $"Reactivate: {cast.Bob.Key}");
        Assert.Equal(404, (await visitor.GetAsync(late)).Status);
    }

    [Theory, EitherEngine]
    public async Task Who_may_make_links_lists_and_revokes_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var links = new[]
        {
            await InviteAsync(cast, cast.Ben, "a"),
            await InviteAsync(cast, cast.Ben, "b"),
            await InviteAsync(cast, cast.Ben, "c"),
            await PasswordLinkAsync(cast),
        };
        var mine = (await cast.Ben.Api.ListInvitationsAsync(Cancel)).Items;
        Assert.Equal(
            [("a", InvitationKind.Join), ("b", InvitationKind.Join), ("c", InvitationKind.Join)],
            mine.Select(open => (open.Email.Split('-')[0], open.Kind))
        );
        Assert.Empty((await cast.Bob.Api.ListInvitationsAsync(Cancel)).Items);
        Assert.Empty((await cast.Charlie.Api.ListInvitationsAsync(Cancel)).Items);
        var password = (await cast.Root.Api.ListInvitationsAsync(Cancel)).Items.Single(open =>
            open.Person == cast.Bob.Key
        );
        foreach (var who in (Someone[])[cast.Bob, cast.Charlie])
            Assert.Equal(404, (await Refusals.RefusedAsync(who.Api.RevokeInvitationAsync(mine[0].Id, Cancel))).Status);
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(cast.Ben.Api.RevokeInvitationAsync(password.Id, Cancel))).Status
        );

        Assert.Equal(mine[0], await cast.Ben.Api.RevokeInvitationAsync(mine[0].Id, Cancel));
        using var ben = await cast.App.VisitAsync(cast.Ben);
        await ben.SubmitAsync(
            await ben.GetAsync($"/teams/{cast.Receiver}"),
            $"Revoke the invitation of {mine[1].Email}"
        );
        Assert.Contains(
            mine[2].Email,
            (await cast.App.AdminAsync("invitation", "list")).Done().Out,
            StringComparison.Ordinal
        );
        (await cast.App.AdminAsync("invitation", "revoke", $"{mine[2].Id}")).Done();
        using var root = await cast.App.VisitAsync(cast.Root);
        await root.SubmitAsync(await root.GetAsync("/people"), $"Revoke the password reset for {cast.Bob.Key}");
        foreach (var link in links)
            Assert.Equal(404, (await root.GetAsync(link)).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.RevokeInvitationAsync(mine[0].Id, Cancel))).Status);
    }

    private static async Task<string> InviteAsync(Cast cast, Someone lead, string name)
    {
        using var visitor = await cast.App.VisitAsync(lead);
        return Link(
            await visitor.SubmitAsync(
                await visitor.GetAsync($"/teams/{cast.Receiver}"),
                "Invite",
                ("emails", $"{name}-{cast.Bob.Key}@example.org")
            )
        );
    }

    private static async Task<string> PasswordLinkAsync(Cast cast)
    {
        using var root = await cast.App.VisitAsync(cast.Root);
        return Link(
            await root.SubmitAsync(
                await root.GetAsync($"/people/{cast.Bob.Key}/link"),
                $"Reset password: {cast.Bob.Key}"
            )
        );
    }

    private static string Link(Seen page) => new Uri(page.Document.QuerySelector("#link")!.TextContent).PathAndQuery;
}
