using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.App.Refusals;

namespace Baton.Tests.Features.People;

public sealed class PeopleTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task An_admin_adds_changes_deactivates_and_reactivates_a_person(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var key = $"new-{cast.Bob.Key}";
        var added = await cast.Root.Api.AddPersonAsync(
            new AddPersonRequest(key, "  Nora Nyström ", $"{key}@example.org", Team: cast.Receiver)
        );
        Assert.Equal(
            (key, "Nora Nyström", $"{key}@example.org", PersonKind.Person, true, false),
            (added.Person, added.Name, added.Email, added.Kind, added.Active, added.Admin)
        );
        Assert.Equal([new MyTeamRecord(cast.Receiver, TeamRole.Member)], added.Teams);
        Assert.Contains("/join?code=", added.Link, StringComparison.Ordinal);

        var changed = await cast.Root.Api.PatchPersonAsync(
            key,
            new PatchPersonRequest(Name: "Nora N.", Email: $"{key}@example.com", Admin: true)
        );
        Assert.Equal(("Nora N.", $"{key}@example.com", true), (changed.Name, changed.Email, changed.Admin));
        Assert.Null((await cast.Root.Api.GetPersonAsync(key)).LastSeenAt);

        Assert.False((await cast.Root.Api.DeactivateAsync(key)).Active);
        Assert.True((await cast.Root.Api.ReactivateAsync(key)).Active);
    }

    [Theory, EitherEngine]
    public async Task A_team_that_loses_its_last_lead_is_named_before(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var asked = await root.GetAsync($"/people/{cast.Ben.Key}/deactivate");
        Assert.Contains("Receiver will have no lead.", asked.Text, StringComparison.Ordinal);
        asked = await root.GetAsync($"/people/{cast.Bob.Key}/deactivate");
        Assert.DoesNotContain("will have no lead", asked.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task From_the_list_an_admin_adds_somebody_to_a_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var link = (await root.GetAsync($"/people?q={cast.Charlie.Key}")).Document.QuerySelector("a[href$='/team']")!;
        var form = await root.GetAsync(link.GetAttribute("href")!);
        var offered = form
            .Document.QuerySelectorAll("[name=team] option")
            .Select(option => option.GetAttribute("value"));
        Assert.Contains(cast.Receiver, offered);
        Assert.DoesNotContain(cast.Other, offered); // is in it
        foreach (var team in (string[])["", "nowhere"])
            Assert.Equal(422, (await root.SubmitAsync(form, form.Heading, ("team", team))).Status);
        Assert.Equal(200, (await root.SubmitAsync(form, form.Heading, ("team", cast.Receiver))).Status);
        var teams = (await cast.Root.Api.GetPersonAsync(cast.Charlie.Key)).Teams;
        Assert.Contains(new MyTeamRecord(cast.Receiver, TeamRole.Member), teams);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        Assert.Equal(403, (await ben.GetAsync($"/people/{cast.Charlie.Key}/team")).Status);
    }

    [Theory, BothEngines]
    public async Task Lists_are_by_name_in_pages_and_by_what_was_asked(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Root.Api.DeactivateAsync(cast.Bob.Key);
        var query = new PeopleQuery { Team = cast.Receiver };
        var first = await cast.Root.Api.ListPeopleAsync(query with { Limit = 1 });
        var second = await cast.Root.Api.ListPeopleAsync(query with { Limit = 1, Cursor = first.NextCursor });

        Assert.Equal([cast.Ben.Key, cast.Bob.Key], first.Items.Concat(second.Items).Select(person => person.Person));
        Assert.Null(second.NextCursor);
        Assert.Equal([cast.Ben.Key], await KeysAsync(cast.Root, query with { Active = true }));
        Assert.Equal([cast.Bob.Key], await KeysAsync(cast.Root, query with { Active = false }));
        Assert.Equal(
            [cast.Bob.Key],
            await KeysAsync(cast.Root, query with { Search = cast.Bob.Key.ToUpperInvariant() })
        );
        Assert.Empty(await KeysAsync(cast.Root, query with { Search = new string('x', 5000) }));
        var fault = await RefusedAsync(cast.Root.Api.ListPeopleAsync(new PeopleQuery { Team = "no-such-team" }));
        Assert.Equal((422, "team"), (fault.Status, fault.Errors![0].Field));
        Assert.Equal(422, (await RefusedAsync(cast.Root.Api.ListPeopleAsync(query with { Cursor = "x" }))).Status);
        Assert.NotNull((await cast.Root.Api.GetPersonAsync(cast.Root.Key)).LastSeenAt);
    }

    [Theory, BothEngines]
    public async Task A_lead_sees_and_adds_people_of_their_own_team_alone(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        Assert.Equal([cast.Ben.Key, cast.Bob.Key], await KeysAsync(cast.Ben, new PeopleQuery()));
        Assert.Empty((await cast.Ben.Api.ListPeopleAsync(new PeopleQuery { Team = cast.Other })).Items);
        Assert.Equal(404, (await RefusedAsync(cast.Ben.Api.GetPersonAsync(cast.Alice.Key))).Status);
        Assert.Equal(403, (await RefusedAsync(cast.Bob.Api.ListPeopleAsync())).Status);
        Assert.Equal(cast.Bob.Key, (await cast.Bob.Api.GetPersonAsync(cast.Bob.Key)).Person);

        var key = $"led-{cast.Bob.Key}";
        var request = new AddPersonRequest(key, "Led", $"{cast.Alice.Key}@example.org", Team: cast.Receiver);
        foreach (
            var refused in (AddPersonRequest[])
                [
                    request with
                    {
                        Team = null,
                    },
                    request with
                    {
                        Team = cast.Sender,
                    },
                    request with
                    {
                        Admin = true,
                    },
                    request with
                    {
                        Kind = PersonKind.Agent,
                        Owner = cast.Ben.Key,
                    },
                ]
        )
            Assert.Equal(403, (await RefusedAsync(cast.Ben.Api.AddPersonAsync(refused))).Status);

        // The address is Alice's: the lead does not learn it, and it stays hers.
        var added = await cast.Ben.Api.AddPersonAsync(request);
        Assert.Equal(
            (true, false),
            (await ProvedAsync(cast.App, cast.Alice.Key), await ProvedAsync(cast.App, added.Person))
        );
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(new Uri(added.Link!).PathAndQuery);
        var home = await visitor.SubmitAsync(page, "Save password", ("password", Visitor.Password));
        Assert.Equal((200, "/"), (home.Status, home.Path));
        Assert.Equal(404, (await visitor.GetAsync(new Uri(added.Link!).PathAndQuery)).Status);
        Assert.Equal(403, (await RefusedAsync(cast.Ben.Api.DeactivateAsync(key))).Status);
    }

    [Theory, EitherEngine]
    public async Task There_is_always_an_admin_and_nobody_locks_themselves_out(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var root = await app.AddPersonAsync("root", admin: true);
        await app.AddPersonAsync("sam");
        foreach (
            var refused in (Task<PersonRecord>[])
                [
                    root.Api.DeactivateAsync("root"),
                    root.Api.PatchPersonAsync("root", new PatchPersonRequest(Admin: false)),
                ]
        )
            Assert.Equal((409, "last-admin"), await TypeOfAsync(refused));
        using var browser = await app.VisitAsync(root);
        foreach (var asked in (string[])["deactivate", "admin"])
        {
            var page = await browser.GetAsync($"/people/root/{asked}");
            Assert.Equal(409, page.Status);
            Assert.Contains("Make somebody else an admin first.", page.Text, StringComparison.Ordinal);
        }

        await root.Api.PatchPersonAsync("sam", new PatchPersonRequest(Admin: true));
        foreach (
            var refused in (Task<PersonRecord>[])
                [
                    root.Api.DeactivateAsync("root"),
                    root.Api.PatchPersonAsync("root", new PatchPersonRequest(Admin: false)),
                ]
        )
            Assert.Equal((422, "invalid"), await TypeOfAsync(refused));
    }

    [Theory, EitherEngine]
    public async Task Two_admins_who_remove_each_other_at_once_leave_one(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var admins = new[]
        {
            await app.AddPersonAsync("ada", admin: true),
            await app.AddPersonAsync("bea", admin: true),
        };
        await Task.WhenAll(
            Ended(admins[0].Api.PatchPersonAsync("bea", new PatchPersonRequest(Admin: false))),
            Ended(admins[1].Api.PatchPersonAsync("ada", new PatchPersonRequest(Admin: false)))
        );
        Assert.True(await app.ReadAsync(db => db.People.AnyAsync(person => person.IsAdmin)));

        static Task Ended(Task<PersonRecord> change) => change.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Theory, BothEngines]
    public async Task An_agent_has_an_owner_and_never_leads_or_administers(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var key = $"bot-{cast.Bob.Key}";
        var request = new AddPersonRequest(key, "Bot", Kind: PersonKind.Agent, Owner: cast.Bob.Key);
        foreach (
            var (refused, field) in ((AddPersonRequest, string)[])
                [
                    (request with { Owner = null }, "owner"),
                    (request with { Owner = "nobody-at-all" }, "owner"),
                    (request with { Admin = true }, "admin"),
                    (request with { Team = cast.Receiver, Role = TeamRole.Lead }, "role"),
                    (request with { Kind = PersonKind.Person, Email = $"{key}@example.org" }, "owner"),
                ]
        )
            Assert.Equal(field, (await RefusedAsync(cast.Root.Api.AddPersonAsync(refused))).Errors!.Single().Field);

        var agent = await cast.Root.Api.AddPersonAsync(request with { Team = cast.Receiver });
        Assert.Equal(
            (PersonKind.Agent, cast.Bob.Key, $"{cast.Bob.Key}@example.org", null),
            (agent.Kind, agent.Owner, agent.Email, agent.Link)
        );
        var lead = await RefusedAsync(
            cast.Ben.Api.PutMemberAsync(cast.Receiver, key, new MemberRequest(TeamRole.Lead))
        );
        Assert.Equal((422, "role"), (lead.Status, lead.Errors!.Single().Field));
        var team = new TeamRequest { Members = [new MemberRecord(key, TeamRole.Lead)] };
        Assert.Equal(422, (await RefusedAsync(cast.Root.Api.PutTeamAsync(cast.Receiver, team))).Status);
        var admin = await RefusedAsync(cast.Root.Api.PatchPersonAsync(key, new PatchPersonRequest(Admin: true)));
        Assert.Equal((422, "admin"), (admin.Status, admin.Errors!.Single().Field));

        await cast.Root.Api.DeactivateAsync(cast.Bob.Key);
        Assert.False((await cast.Root.Api.GetPersonAsync(key)).Active);
        Assert.Equal(422, (await RefusedAsync(cast.Root.Api.ReactivateAsync(key))).Status);
    }

    [Theory, EitherEngine]
    public async Task Bad_input_is_refused_with_every_fault(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var huge = new string('x', 100_000);
        var faults = (
            await RefusedAsync(cast.Root.Api.AddPersonAsync(new AddPersonRequest("Not A Key", " \u200B ", huge)))
        ).Errors!;
        Assert.Equal(["person", "name", "email"], faults.Select(fault => fault.Field));
        Assert.All(faults, fault => Assert.True(fault.Message.Length < 400));

        var taken = await RefusedAsync(
            cast.Root.Api.AddPersonAsync(new AddPersonRequest(cast.Bob.Key, "Bob", "bob@example.net"))
        );
        Assert.Equal((409, "taken", "person"), (taken.Status, taken.Type, taken.Errors!.Single().Field));
        var address = await RefusedAsync(
            cast.Root.Api.AddPersonAsync(
                new AddPersonRequest("b2", "B", $"{cast.Bob.Key.ToUpperInvariant()}@example.org")
            )
        );
        Assert.Equal((409, "taken-address"), (address.Status, address.Type));
        Assert.Equal(422, (await RefusedAsync(cast.Root.Api.PatchPersonAsync(cast.Bob.Key, new()))).Status);
        Assert.Equal(404, (await RefusedAsync(cast.Root.Api.PatchPersonAsync("nobody", new(Name: "N")))).Status);
        var patched = await RefusedAsync(
            cast.Root.Api.PatchPersonAsync(cast.Bob.Key, new(Email: $"{cast.Ben.Key}@example.org"))
        );
        Assert.Equal((409, "taken-address"), (patched.Status, patched.Type));
    }

    [Theory, EitherEngine]
    public async Task A_new_address_ends_the_links_that_were_sent_to_the_former_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var key = $"moved-{cast.Bob.Key}";
        var added = await cast.Root.Api.AddPersonAsync(new AddPersonRequest(key, "M", $"{key}@example.org"));
        await cast.Root.Api.PatchPersonAsync(key, new(Email: $"{key}@example.com"));
        using var visitor = new Visitor(cast.App);
        Assert.Equal(404, (await visitor.GetAsync(new Uri(added.Link!).PathAndQuery)).Status);
    }

    [Theory, EitherEngine]
    public async Task The_command_line_adds_lists_and_shows_people(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var listed = (await cast.App.CliAsync(cast.Root, "person", "list", "--team", cast.Receiver)).Done();
        Assert.Equal(2, listed.Lines.Count(line => line.Contains("@example.org", StringComparison.Ordinal)));
        (await cast.App.CliAsync(cast.Root, "person", "change", cast.Bob.Key, "--name", "Bobby")).Done();
        var shown = (await cast.App.CliAsync(cast.Ben, "person", "show", cast.Bob.Key)).Done();
        Assert.Contains("Bobby", shown.Out, StringComparison.Ordinal);
        (await cast.App.CliAsync(cast.Bob, "person", "list")).Refused("Only admins and leads");
        (
            await cast.App.AdminAsync(
                "person",
                "add",
                $"bot-{cast.Bob.Key}",
                "--name",
                "Bot",
                "--agent-of",
                cast.Bob.Key
            )
        ).Done();
        Assert.Equal(PersonKind.Agent, (await cast.Root.Api.GetPersonAsync($"bot-{cast.Bob.Key}")).Kind);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(Someone who, PeopleQuery query) =>
        [.. (await who.Api.ListPeopleAsync(query)).Items.Select(person => person.Person)];

    private static async Task<(int, string)> TypeOfAsync(Task<PersonRecord> call)
    {
        var problem = await RefusedAsync(call);
        return (problem.Status, problem.Type);
    }

    private static Task<bool> ProvedAsync(BatonApp app, string key) =>
        app.ReadAsync(db => db.People.AnyAsync(person => person.Key == key && person.EmailProvedAt != null));
}
