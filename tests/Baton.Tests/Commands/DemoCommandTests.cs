using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Commands.Demo;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Commands;

public sealed partial class DemoCommandTests
{
    [Theory, EitherEngine]
    public async Task What_is_played_stands_in_every_state_and_folds_to_itself(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await Script.PlayAsync(app.Services, CancellationToken.None);
        var handoffs = await app.ReadAsync(db =>
            db.Handoffs.AsNoTracking()
                .Include(handoff => handoff.Events.OrderBy(candidate => candidate.Seq))
                .ToListAsync()
        );

        Assert.Equal(Enum.GetValues<HandoffStatus>(), handoffs.Select(handoff => handoff.Status).Distinct().Order());
        Assert.Contains(handoffs, handoff => handoff.Gaps.Count > 0);
        Assert.Contains(handoffs, handoff => handoff.Feedback.Count > 0);
        Assert.Contains(handoffs, handoff => handoff.Waivers.Count > 0);
        Assert.Contains(
            handoffs,
            handoff => handoff.Questions.Any(question => question is { Blocking: true, Answer: null })
        );
        Assert.True(await app.ReadAsync(db => db.GateAttempts.AnyAsync()));
        var lisbon = TimeZoneInfo.FindSystemTimeZoneById(Script.OnCallZone);
        var today = TimeZoneInfo.ConvertTimeFromUtc(TimeProvider.System.GetUtcNow().UtcDateTime, lisbon).Date;
        Assert.Contains(
            handoffs,
            handoff => handoff.DueAt is { } due && TimeZoneInfo.ConvertTimeFromUtc(due, lisbon).Date == today
        );
        foreach (var handoff in handoffs)
        {
            var folded = HandoffHistory.Fold(handoff.Id, handoff.Events);
            Assert.Equal(Of(folded), Of(handoff));
        }

        // What is told as history happened then: hardly anything in the last quarter of an hour.
        var fresh = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-15);
        Assert.All(handoffs.SelectMany(handoff => handoff.Events), happened => Assert.True(happened.At < fresh));

        using var http = new HttpClient { BaseAddress = app.Url };
        var metrics = await new BatonClient(http, cast[0].Token).MetricsAsync();
        Assert.True(
            metrics
                is {
                    TotalHandoffs: > 25,
                    Completed: > 15,
                    Overdue: > 0,
                    Returned: > 0,
                    Declined: > 0,
                    FirstPassYield: > 0 and < 1
                }
        );
    }

    [Fact]
    public async Task Starts_on_a_directory_of_its_own_says_who_to_be_and_cleans_up()
    {
        var temporary = Directory.CreateTempSubdirectory("baton-test-");
        var environment = new Dictionary<string, string>
        {
            ["TMPDIR"] = temporary.FullName,
            ["BATON_DATABASE"] = "Host=production.example.org",
            ["BATON_DATA"] = "/nowhere",
            ["BATON_SMTP_URL"] = "smtp://mail.example.org",
            ["BATON_MAIL_FROM"] = "baton@example.org",
            ["BATON_URL"] = "https://production.example.org",
        };
        await using var demo = BatonProcess.Start(environment, "demo", "--urls", "http://127.0.0.1:0");
        var address = await demo.AddressAsync();
        var printed = await Wait.ForAsync(
            () => Task.FromResult(demo.Out),
            text => text.Contains("Then try", StringComparison.Ordinal)
        );
        Assert.Single(temporary.GetDirectories("baton-demo-*"));

        var people = Exports().Matches(printed);
        Assert.True(people.Count >= 5);
        using var http = new HttpClient { BaseAddress = address };
        foreach (Match person in people)
        {
            Assert.Equal(address, new Uri(person.Groups["server"].Value));
            var me = await new BatonClient(http, person.Groups["token"].Value).MeAsync();
            Assert.Equal(person.Groups["name"].Value, me.Name);
        }

        var list = await Cli.RunAsync(
            "handoff",
            "list",
            "--server",
            address.AbsoluteUri,
            "--token",
            people[0].Groups["token"].Value,
            "--json"
        );
        Assert.All(
            list.Done().Json<Page<HandoffRecord>>().Items,
            handoff => Assert.StartsWith(address.AbsoluteUri, handoff.Url, StringComparison.Ordinal)
        );
        await LookAroundAsync(address);
        using var ada = new HttpClient { BaseAddress = address };
        var deliveries = await new BatonClient(ada, people[0].Groups["token"].Value).ListDeliveriesAsync(
            new DeliveryQuery { HandoffId = 1 }
        );
        Assert.Empty(deliveries.Items); // of a client who was won weeks ago nobody is told today
        demo.Interrupt();
        var ended = await demo.EndAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Empty(temporary.GetDirectories());
        temporary.Delete();
    }

    /// <summary>One click signs in, and what the demo mails can be read.</summary>
    private static async Task LookAroundAsync(Uri address)
    {
        using var handler = new HttpClientHandler();
        using var http = new HttpClient(handler) { BaseAddress = address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var door = await http.GetStringAsync("/");
        Assert.Contains("Demo mail", door, StringComparison.Ordinal);
        var proof = Antiforgery().Match(door).Groups;
        using var click = new FormUrlEncodedContent([
            new(proof["name"].Value, proof["value"].Value),
            new("person", "omar"),
        ]);
        using var signedIn = await http.PostAsync("/demo/sign-in", click);
        Assert.Contains("Sign out", await signedIn.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Wait.ForAsync(
            () => http.GetStringAsync("/demo/mail"),
            page => page.Contains("Handed over: Gift vouchers", StringComparison.Ordinal)
        );
        using var stranger = new HttpClient { BaseAddress = address };
        Assert.Contains("Gift vouchers", await stranger.GetStringAsync("/demo/mail"), StringComparison.Ordinal);
        using var mail = await http.GetAsync("/demo/mail/1");
        Assert.Equal("text/html", mail.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Baton", await mail.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "default-src 'none'",
            mail.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Contains("\n", await http.GetStringAsync("/demo/mail/1/text"), StringComparison.Ordinal);
        using var none = await http.GetAsync("/demo/mail/99999");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
    }

    private static string Of(Handoff handoff) =>
        System.Text.Json.JsonSerializer.Serialize(
            HandoffRecords.Of(handoff, Caller.System, DateTime.UnixEpoch, new Uri("http://localhost")),
            BatonJson.Options
        );

    [GeneratedRegex("name=\"(?<name>[^\"]+)\" value=\"(?<value>CfDJ8[^\"]+)\"")]
    private static partial Regex Antiforgery();

    [GeneratedRegex(
        @"# (?<name>[^,]+), .*\nexport BATON_SERVER=(?<server>\S+) BATON_TOKEN=(?<token>baton_[0-9a-f]{64})\n"
    )]
    private static partial Regex Exports();
}
