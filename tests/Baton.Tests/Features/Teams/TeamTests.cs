using Baton.Client;
using Baton.Features.Organization;
using Baton.Tests.App;

namespace Baton.Tests.Features.Teams;

public sealed class TeamTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_lead_changes_what_is_named_and_keeps_the_rest(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var changed = await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                TimeZone = "Europe/Berlin",
                WorkingHours = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["mon"] = ["09:00-12:30", "13:30-17:00"],
                },
                Holidays = ["2026-12-25"],
            }
        );
        Assert.Equal(("Receiver", "Europe/Berlin", 2), (changed.Name, changed.TimeZone, changed.Members.Count));
        var renamed = await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Name = "Receiving" });
        Assert.Equal(
            ("Receiving", "Europe/Berlin", "2026-12-25"),
            (renamed.Name, renamed.TimeZone, renamed.Holidays[0])
        );
        Assert.Equal(
            ["09:00-12:30", "13:30-17:00"],
            (await cast.Charlie.Api.GetTeamAsync(cast.Receiver)).WorkingHours["mon"]
        );
    }

    [Theory, EitherEngine]
    public async Task Members_may_not_and_only_an_admin_makes_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(cast.Bob.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Name = "Mine" }))
            ).Status
        );
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(
                    cast.Ann.Api.PutMemberAsync(cast.Receiver, cast.Ann.Key, new MemberRequest(TeamRole.Lead))
                )
            ).Status
        );
        Assert.Equal(
            404,
            (
                await Refusals.RefusedAsync(
                    cast.Ben.Api.PutTeamAsync($"new-{cast.Template_}", new TeamRequest { Name = "New" })
                )
            ).Status
        );
        Assert.Equal(
            "New",
            (await cast.Root.Api.PutTeamAsync($"new-{cast.Template_}", new TeamRequest { Name = "New" })).Name
        );
    }

    [Theory, EitherEngine]
    public async Task A_new_member_may_act_at_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.AcceptAsync(id))).Status);
        await cast.Ben.Api.PutMemberAsync(cast.Receiver, cast.Charlie.Key, new MemberRequest());
        Assert.Equal(HandoffStatus.Accepted, (await cast.Charlie.Api.AcceptAsync(id)).Status);
        Assert.Contains(
            (await cast.Charlie.Api.MeAsync()).Teams,
            team => team == new MyTeamRecord(cast.Receiver, TeamRole.Member)
        );
    }

    [Theory, EitherEngine]
    public async Task Every_fault_is_named_and_nothing_changes(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(
            cast.Ben.Api.PutTeamAsync(
                cast.Receiver,
                new TeamRequest
                {
                    Name = " ",
                    TimeZone = "Mars/Base",
                    WorkingHours = new Dictionary<string, IReadOnlyList<string>>
                    {
                        ["mon"] = ["9-5"],
                        ["someday"] = [],
                    },
                    Holidays = ["2026-02-30"],
                    Members = [new MemberRecord("nobody", TeamRole.Member)],
                    Channels =
                    [
                        new ChannelRequest("fax"),
                        new ChannelRequest("email", Address: "x"),
                        new ChannelRequest("webhook", Url: "ftp://x", Kinds: ["handoff.lost"]),
                    ],
                }
            )
        );
        Assert.Equal(422, refused.Status);
        foreach (
            var field in (string[])
                [
                    "name",
                    "time_zone",
                    "working_hours.mon[0]",
                    "holidays[0]",
                    "members[0].person",
                    "channels[0].type",
                    "channels[1].address",
                    "channels[2].url",
                    "channels[2].kinds",
                ]
        )
            Assert.Contains(refused.Errors!, error => error.Field == field);
        Assert.Equal("Receiver", (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Name);
    }

    [Theory, EitherEngine]
    public async Task Channels_are_for_leads_and_secrets_for_nobody(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var secret = "whsec_" + Convert.ToBase64String(new byte[32]);
        ChannelRequest[] channels =
        [
            new("email", Address: "team@example.org"),
            new("webhook", Url: "https://hooks.example.org/a", Secret: secret),
        ];
        var team = await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = channels });
        Assert.Equal(["team@example.org", null], team.Channels.Select(channel => channel.Address));
        Assert.Equal(ChannelRecord.KeptSecret, team.Channels[1].Secret);
        Assert.Empty((await cast.Bob.Api.GetTeamAsync(cast.Receiver)).Channels);
        Assert.Empty((await cast.Ann.Api.GetTeamAsync(cast.Receiver)).Channels);
        var rows = await cast.App.ReadAsync(db =>
            Task.FromResult(
                db.Channels.Where(channel => channel.TeamKey == cast.Receiver)
                    .Select(channel => channel.ProtectedSettings)
                    .ToList()
            )
        );
        Assert.DoesNotContain(
            rows,
            row =>
                row.Contains("hooks.example.org", StringComparison.Ordinal)
                || row.Contains(secret, StringComparison.Ordinal)
        );
        var sentBack = team
            .Channels.Select(channel => new ChannelRequest(
                channel.Type,
                channel.Address,
                channel.Url,
                channel.Secret,
                channel.Kinds
            ))
            .ToList();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = sentBack });
        Assert.Equal(ChannelRecord.KeptSecret, (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels[1].Secret);
    }
}
