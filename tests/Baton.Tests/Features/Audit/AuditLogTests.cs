using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Audit;

public sealed class AuditLogTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task It_says_what_was_and_what_is_and_never_a_secret(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var secret = "whsec_" + Convert.ToBase64String(new byte[32]);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Name = "Renamed",
                TimeZone = "Europe/Berlin",
                Channels = [new("webhook", Url: "http://127.0.0.1:9/hidden", Secret: secret)],
            }
        );
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Name = "Renamed",
                Channels = [new("webhook", Url: "http://127.0.0.1:9/hidden", Secret: secret)],
            }
        );
        await cast.Ben.Api.PutMemberAsync(cast.Receiver, cast.Bob.Key, new MemberRequest(TeamRole.Lead));
        var rows = (await cast.Root.Api.ListAuditAsync(new AuditQuery { Who = cast.Ben.Key })).Items;
        Assert.Equal(
            ["channel.added", "member.role_changed", "team.changed"],
            rows.Select(row => row.Act).Order(StringComparer.Ordinal)
        );
        var changed = rows.Single(row => row.Act == "team.changed");
        Assert.Equal(
            ("name: Receiver; time_zone: UTC", "name: Renamed; time_zone: Europe/Berlin", "api"),
            (changed.Before, changed.After, changed.Door)
        );
        Assert.Equal(
            ($"{cast.Bob.Key} in team {cast.Receiver}", "role: member", "role: lead"),
            (rows[0].Subject, rows[0].Before, rows[0].After)
        );
        Assert.All(rows, row => Assert.DoesNotContain("hidden", $"{row}", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain("whsec_", $"{row}", StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task A_refused_act_leaves_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await Refusals.RefusedAsync(cast.Alice.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Name = "No" }));
        await Refusals.RefusedAsync(
            cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { TimeZone = "No/Where" })
        );
        Assert.Empty((await cast.Root.Api.ListAuditAsync(new AuditQuery { Who = cast.Alice.Key })).Items);
        Assert.Empty((await cast.Root.Api.ListAuditAsync(new AuditQuery { Who = cast.Ben.Key })).Items);
    }

    [Theory, BothEngines]
    public async Task Admins_page_through_it_and_others_are_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (var who in (Someone[])[cast.Alice, cast.Ann, cast.Charlie])
            Assert.Equal(403, (await Refusals.RefusedAsync(who.Api.ListAuditAsync())).Status);
        var query = new AuditQuery
        {
            Who = cast.Root.Key,
            Act = "member",
            Limit = 2,
        };
        var first = await cast.Root.Api.ListAuditAsync(query);
        var second = await cast.Root.Api.ListAuditAsync(query with { Cursor = first.NextCursor });
        var third = await cast.Root.Api.ListAuditAsync(query with { Cursor = second.NextCursor });
        Assert.Equal(
            [cast.Charlie.Key, cast.Ben.Key, cast.Bob.Key, cast.Ann.Key, cast.Alice.Key],
            first
                .Items.Concat(second.Items)
                .Concat(third.Items)
                .OrderByDescending(row => row.Id)
                .Select(row => row.Subject.Split(' ')[0])
                .OrderBy(key => Array.IndexOf(["charlie", "ben", "bob", "ann", "alice"], key.Split('-')[0]))
        );
        Assert.Equal((2, 2, 1, null), (first.Items.Count, second.Items.Count, third.Items.Count, third.NextCursor));
        Assert.Equal(
            ["act", "nothing"],
            (
                await cast.App.SendAsync(cast.Root, HttpMethod.Get, "api/v1/audit?act=member.jumped&nothing=1")
            ).Problem.Errors!.Select(error => error.Field)
        );
        using var root = await cast.App.VisitAsync(cast.Root);
        var page = await root.GetAsync($"/audit?who={cast.Root.Key}&act=member");
        Assert.Equal((200, 5), (page.Status, page.Document.QuerySelectorAll("tbody tr").Length));
    }

    [Theory, EitherEngine]
    public async Task The_page_calls_things_by_their_names_in_the_language_of_the_reader(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var hours = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-17:00"] };
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                TimeZone = "Europe/Berlin",
                WorkingHours = hours,
                Holidays = ["2026-12-25"],
            }
        );
        await cast.Ben.Api.PutMemberAsync(cast.Receiver, cast.Bob.Key, new MemberRequest(TeamRole.Lead));
        await cast.Root.Api.PutSettingsAsync(new SettingsRequest { DefaultTimeZone = "Europe/Berlin" });
        using var root = await cast.App.VisitAsync(cast.Root);
        var bob = $"{cast.Bob.Key} Doe in Receiver";
        var rows = Rows(await root.GetAsync($"/audit?who={cast.Ben.Key}%20doe"));
        Assert.Equal(new Row(bob, "Role: Member", "Role: Lead"), rows[0]);
        Assert.Contains("Closed days: Fri 25 Dec 2026", rows.Select(row => row.After));
        Assert.Contains(
            new Row(
                "Receiver",
                "Time zone: UTC | Working hours: ",
                "Time zone: Europe/Berlin | Working hours: Mon 09:00-17:00"
            ),
            rows
        );
        Assert.Contains(
            new Row("Time zone", "", "Europe/Berlin"),
            Rows(await root.GetAsync($"/audit?who={cast.Root.Key}&act=setting.changed"))
        );

        root.Speak("de");
        rows = Rows(await root.GetAsync($"/audit?who={cast.Ben.Key}@example.org"));
        Assert.Equal(($"{cast.Bob.Key} Doe in Receiver", "Rolle: Teamleitung"), (rows[0].Name, rows[0].After));
    }

    private sealed record Row(string Name, string Before, string After);

    private static List<Row> Rows(Seen page) =>
        [
            .. page
                .Document.QuerySelectorAll("tbody tr")
                .Select(row => new Row(
                    row.Children[3].QuerySelector("span")!.TextContent,
                    Said(row.Children[4]),
                    Said(row.Children[5])
                )),
        ];

    private static string Said(AngleSharp.Dom.IElement cell) =>
        string.Join(" | ", cell.Children.Select(fact => fact.TextContent));

    [Theory, BothEngines]
    public async Task Nobody_changes_or_removes_a_row(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await app.AddPersonAsync("root", admin: true);
        foreach (var sql in (string[])["UPDATE audit_entries SET who = 'nobody'", "DELETE FROM audit_entries"])
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
                app.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql))
            );
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task A_backup_and_an_export_keep_it(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await app.AddPersonAsync("root", admin: true);
        var before = (await app.AdminAsync("audit", "--act", "person", "--json"))
            .Done()
            .Json<Page<AuditRecord>>()
            .Items;
        Assert.Equal(
            ("person root", "baton", "server"),
            (before.Single().Subject, before.Single().Who, before.Single().Door)
        );
        var file = Path.Combine(app.Storage.DataDirectory, "b.zip");
        (await app.AdminAsync("backup", file)).Done();
        var other = await BatonApp.NewStorageAsync(engine);
        (await Cli.RunAsync(["restore", file, .. Cli.On(other)])).Done();
        Assert.Equal(
            before,
            (await Cli.RunAsync(["audit", "--act", "person", "--json", .. Cli.On(other)]))
                .Done()
                .Json<Page<AuditRecord>>()
                .Items
        );
        var export = await BatonProcess.RunAsync(null, null, ["export", .. Cli.On(app.Storage)]);
        Assert.Contains(
            export.Lines,
            line =>
                line.StartsWith("{\"kind\":\"audit\"", StringComparison.Ordinal)
                && line.Contains("person root", StringComparison.Ordinal)
        );
        Assert.Contains(
            "\tserver\tperson.added\tperson root\t",
            (await app.AdminAsync("audit", "--who", "baton")).Done().Out,
            StringComparison.Ordinal
        );
    }

    /// <summary>What would be administered past the writer fails, rather than being left out of the log.</summary>
    [Fact]
    public async Task Past_the_writer_nothing_is_administered()
    {
        var app = await apps.On(Engine.Sqlite);
        await using var db = await app
            .Services.GetRequiredService<IDbContextFactory<Baton.Storage.BatonDb>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        db.People.Add(
            new Person
            {
                Key = $"p{Guid.NewGuid():N}",
                Name = "P",
                Email = "p@example.org",
                CreatedAt = DateTime.UnixEpoch,
            }
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.SaveChangesAsync(TestContext.Current.CancellationToken)
        );
        Assert.All(AuditActs.All, act => Assert.Contains(act, AuditActs.Meant(act.Split('.')[0])));
    }
}
