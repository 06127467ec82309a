using AngleSharp.Dom;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Tests.App;

namespace Baton.Tests.Features.Teams;

/// <summary>
/// Two people change one team, template or setting at once: both changes stay, or the later one is told.
/// </summary>
public sealed class LostUpdateTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Six_members_added_at_once_are_all_there(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var people = await Task.WhenAll(
            Enumerable.Range(1, 12).Select(i => cast.App.AddPersonAsync($"p{i}-{cast.Template_}"))
        );
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync($"/teams/{cast.Receiver}");
        await Task.WhenAll([
            .. people.Take(6).Select(person => root.SubmitAsync(page, "Add", ("person", person.Key))),
            .. people
                .Skip(6)
                .Select(person => cast.Ben.Api.PutMemberAsync(cast.Receiver, person.Key, new MemberRequest())),
            cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Name = "Renamed" }),
        ]);
        var team = await cast.Ben.Api.GetTeamAsync(cast.Receiver);
        Assert.Equal([], people.Select(person => person.Key).Except(team.Members.Select(member => member.Person)));
        Assert.Equal(("Renamed", 14), (team.Name, team.Members.Count));
    }

    [Theory, BothEngines]
    public async Task Who_was_removed_is_not_put_back_by_a_page_that_still_shows_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync($"/teams/{cast.Receiver}");
        await cast.Ben.Api.RemoveMemberAsync(cast.Receiver, cast.Bob.Key);
        var late = await root.SubmitAsync(page, $"Make lead: {cast.Bob.Key}");
        Assert.Equal(412, late.Status);
        Assert.Contains($"has removed {cast.Bob.Key} from {cast.Receiver}", late.Faults[0]);
        Assert.DoesNotContain(
            (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Members,
            member => member.Person == cast.Bob.Key
        );
    }

    [Theory, BothEngines]
    public async Task A_channel_is_the_one_that_was_shown(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var path = $"/teams/{cast.Receiver}/channels";
        var ids = new List<long>();
        foreach (var name in (string[])["a", "b", "c"])
            ids.Add(
                (
                    await cast.Ben.Api.AddChannelAsync(
                        cast.Receiver,
                        new ChannelRequest("email", Address: $"{name}@example.org")
                    )
                ).Id
            );
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync($"{path}/{ids[0]}/remove");
        var other = await root.GetAsync($"{path}/{ids[0]}/remove");
        var last = await root.GetAsync($"{path}/{ids[2]}");
        var unseen = await root.GetAsync($"{path}/{ids[2]}/remove");
        await root.SubmitAsync(page, "Remove channel: Email a@example.org");
        await root.SubmitAsync(await root.GetAsync($"{path}/{ids[1]}/remove"), "Remove channel: Email b@example.org");
        Assert.Equal(
            ["c@example.org"],
            (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels.Select(channel => channel.Address)
        );
        Assert.Equal(404, (await root.SubmitAsync(other, "Remove channel: Email a@example.org")).Status);

        var changed = await cast.Ben.Api.PutChannelAsync(
            cast.Receiver,
            ids[2],
            new ChannelRequest("email", Address: "c@example.org", Delivery: DeliveryPace.Daily),
            version: 1
        );
        Assert.Equal((ids[2], 2, DeliveryPace.Daily), (changed.Id, changed.Version, changed.Delivery));
        var late = await root.SubmitAsync(unseen, "Remove channel: Email c@example.org");
        Assert.Equal(412, late.Status);
        Assert.Equal(
            412,
            (await Refusals.RefusedAsync(cast.Ben.Api.RemoveChannelAsync(cast.Receiver, ids[2], version: 1))).Status
        );
        Assert.Equal(412, (await root.SubmitAsync(last, "Save", ("delivery", "hourly"))).Status);
        Assert.Equal(
            DeliveryPace.Daily,
            Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).Delivery
        );
        var again = await root.GetAsync($"{path}/{ids[2]}/remove");
        Assert.Equal(200, (await root.SubmitAsync(again, "Remove channel: Email c@example.org")).Status);
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
    }

    [Theory, BothEngines]
    public async Task What_two_people_change_of_the_settings_stays_or_the_later_is_told(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Holidays = ["2027-01-01", "2027-05-01"] });
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync($"/teams/{cast.Receiver}/hours");
        await root.SubmitAsync(
            page,
            "Save",
            ("mon", "09:00-17:00"),
            ("time_zone", "Europe/Berlin"),
            ("holidays", "2027-01-01 2027-05-01 2027-12-25")
        );
        await root.SubmitAsync(
            page,
            "Save",
            ("tue", "10:00-12:00,13:00-15:00"),
            ("name", "Two"),
            ("holidays", "2027-01-01")
        );
        var both = await cast.Ben.Api.GetTeamAsync(cast.Receiver);
        Assert.Equal(("Two", "Europe/Berlin"), (both.Name, both.TimeZone));
        Assert.Equal(["09:00-17:00"], both.WorkingHours["mon"]);
        Assert.Equal(["10:00-12:00", "13:00-15:00"], both.WorkingHours["tue"]);
        Assert.Equal(["2027-01-01", "2027-12-25"], both.Holidays);

        var late = await root.SubmitAsync(page, "Save", ("time_zone", "Europe/Paris"), ("wed", "08:00-09:00"));
        Assert.Equal(412, late.Status);
        Assert.Contains("somebody else has set “Europe/Berlin”", Assert.Single(late.Faults));
        Assert.Equal(
            ["Europe/Paris", "08:00-09:00", "09:00-17:00"],
            ((string[])["time_zone", "wed", "mon"]).Select(name =>
                late.Document.QuerySelector($"[name={name}]:not([type=hidden])")!.GetAttribute("value")
            )
        );
        Assert.Equal("Europe/Berlin", (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).TimeZone);
        await root.SubmitAsync(late, "Save");
        var decided = await cast.Ben.Api.GetTeamAsync(cast.Receiver);
        Assert.Equal(("Europe/Paris", "Two", 3), (decided.TimeZone, decided.Name, decided.WorkingHours.Count));
    }

    [Theory, BothEngines]
    public async Task A_program_that_names_an_older_version_is_told_what_changed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var seen = (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Version;
        await cast.Ben.Api.PutMemberAsync(cast.Receiver, cast.Charlie.Key, new MemberRequest());
        var refused = await Refusals.RefusedAsync(
            cast.Ben.Api.PutTeamAsync(
                cast.Receiver,
                new TeamRequest { Members = [new(cast.Ben.Key, TeamRole.Lead)] },
                seen
            )
        );
        Assert.Equal((412, "stale"), (refused.Status, refused.Type));
        Assert.Contains(cast.Charlie.Key, refused.Detail);
        Assert.Equal(3, (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Members.Count);
        Assert.Equal(
            "Mine",
            (await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Name = "Mine" }, seen + 1)).Name
        );
    }

    [Theory, EitherEngine]
    public async Task What_two_people_change_of_a_template_by_form_is_both_in_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var path = $"/templates/{cast.Template_}/edit";
        var mine = await root.GetAsync(path);
        var theirs = await ben.GetAsync(path);
        var steps = (await cast.Root.Api.GetTemplateAsync(cast.Template_)).Checklist;
        await ben.SubmitAsync(theirs, "Publish", ("field-help.1", "As signed."), ("step-text.1", "Step one"));
        var late = await root.SubmitAsync(
            mine,
            "Publish",
            ("t-name", "Renamed"),
            ("field-label.1", "Customer"),
            ("step-text.1", "The first step")
        );
        Assert.Equal(412, late.Status);
        var told = late.Document.QuerySelector("[data-part=faults] section")!;
        Assert.EndsWith("published version 2 in the meantime", told.QuerySelector("h2")!.TextContent);
        Assert.Contains("What only they changed is in your form now", told.TextContent, StringComparison.Ordinal);
        Assert.Contains("You both changed: The first step. Yours is kept.", told.TextContent, StringComparison.Ordinal);
        Assert.Contains("(help)", told.TextContent, StringComparison.Ordinal);
        Assert.Equal("As signed.", late.Document.QuerySelector("[name='field-help.1']")!.GetAttribute("value"));
        Assert.Equal($"/templates/{cast.Template_}", (await root.SubmitAsync(late, "Publish")).Path);
        var both = await cast.Root.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal(
            (3, "Renamed", "Customer", "As signed."),
            (both.Version, both.Name, both.Fields[0].Label, both.Fields[0].Help)
        );
        Assert.Equal(
            ["The first step", .. steps.Skip(1).Select(step => step.Text)],
            both.Checklist.Select(step => step.Text)
        );
    }

    [Theory, BothEngines]
    public async Task Of_two_who_edit_a_template_the_later_is_told(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var path = $"/templates/{cast.Template_}/edit?tab=yaml";
        var text = TextOf(cast);
        var page = await root.GetAsync(path);
        Assert.Equal(
            $"/templates/{cast.Template_}",
            (await root.SubmitAsync(page, "Publish", ("text", text.Replace("8h", "7h", StringComparison.Ordinal)))).Path
        );
        var preview = await root.SubmitAsync(
            page,
            "Preview",
            ("text", text.Replace("8h", "6h", StringComparison.Ordinal))
        );
        var late = await root.SubmitAsync(preview, "Publish");
        Assert.Equal(412, late.Status);
        Assert.EndsWith(
            "published version 2 in the meantime",
            late.Document.QuerySelector("[data-part=faults] h2")!.TextContent
        );
        Assert.Contains(
            late.Document.QuerySelectorAll(".diff ins"),
            line => line.TextContent.Contains("7h", StringComparison.Ordinal)
        );
        Assert.Contains("accept_within: 6h", late.Document.QuerySelector("textarea")!.TextContent);
        Assert.Equal("7h", (await cast.Root.Api.GetTemplateAsync(cast.Template_)).AcceptWithin);
        await root.SubmitAsync(late, "Publish");
        var newest = await cast.Root.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal((3, "6h"), (newest.Version, newest.AcceptWithin));

        var again = await root.SubmitAsync(await root.GetAsync("/templates/new?tab=yaml"), "Publish", ("text", text));
        Assert.Equal(412, again.Status);
        Assert.Contains($"there is already a template {cast.Template_}", Assert.Single(again.Faults));
        var answer = await cast.App.SendAsync(
            cast.Root,
            HttpMethod.Put,
            $"api/v1/templates/{cast.Template_}",
            text,
            ("If-Match", "\"2\"")
        );
        Assert.Equal((412, "stale"), (answer.Status, answer.Problem.Type));
        Assert.Equal(
            200,
            (
                await cast.App.SendAsync(
                    cast.Root,
                    HttpMethod.Put,
                    $"api/v1/templates/{cast.Template_}",
                    text,
                    ("If-Match", "\"3\"")
                )
            ).Status
        );
    }

    [Theory, BothEngines]
    public async Task Preferences_that_a_page_did_not_change_stay_as_another_window_set_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync("/account");
        await cast.Ben.Api.PutMeAsync(new MeRequest(DeliveryPace.Daily));
        await ben.SubmitAsync(page, "Save: notifications by email", ("weekly_summary", "true"));
        var me = await cast.Ben.Api.MeAsync();
        Assert.Equal((DeliveryPace.Daily, true), (me.Delivery, me.WeeklySummary));
    }

    [Theory, BothEngines]
    public async Task A_team_that_is_made_twice_at_once_is_made_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync("/teams");
        var key = $"twice-{cast.Template_}";
        var made = await Task.WhenAll(
            Enumerable
                .Range(1, 4)
                .Select(i => root.SubmitAsync(page, "Create team", ("key", key), ("name", $"Team {i}")))
        );
        Assert.Equal([200, 409, 409, 409], made.Select(candidate => candidate.Status).Order());
        Assert.Contains($"There is already a team {key}.", made.First(candidate => candidate.Status == 409).Faults);
    }

    private static string TextOf(Cast cast) =>
        Cast.Template.Replace("KEY", cast.Template_).Replace("SENDER", cast.Sender).Replace("RECEIVER", cast.Receiver);
}
