using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;

namespace Baton.Tests.Features.People;

public sealed class AbsenceRoutesTests(SharedApps apps, SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private static readonly string Today = Day(0);

    [Theory, EitherEngine]
    public async Task Noted_listed_and_ended(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var noted = await cast.Bob.Api.AddAbsenceAsync(
            cast.Bob.Key,
            new AbsenceRequest(Today, Day(3), cast.Ben.Key, "At sea.")
        );
        Assert.Equal(
            (cast.Bob.Key, Today, Day(3), cast.Ben.Key, "At sea.", cast.Bob.Key, null),
            (noted.Person, noted.From, noted.Until, noted.Substitute, noted.Note, noted.CreatedBy, noted.EndedAt)
        );
        Assert.Equal(noted, Assert.Single((await cast.Ben.Api.ListAbsencesAsync(cast.Bob.Key)).Items));
        var ended = await cast.Bob.Api.EndAbsenceAsync(cast.Bob.Key, noted.Id);
        Assert.NotNull(ended.EndedAt);
        Assert.Equal(409, (await Refusals.RefusedAsync(cast.Bob.Api.EndAbsenceAsync(cast.Bob.Key, noted.Id))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.EndAbsenceAsync(cast.Ben.Key, noted.Id))).Status);
        await cast.Bob.Api.AddAbsenceAsync(cast.Bob.Key, new AbsenceRequest(Today, Day(3), cast.Ben.Key));
    }

    [Fact]
    public async Task On_the_page_of_the_team_a_member_notes_their_own_and_a_lead_everybodys()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var path = $"/teams/{cast.Receiver}";
        var page = await bob.GetAsync(path);
        Assert.Equal(
            [cast.Bob.Key],
            page.Document.QuerySelectorAll("#f-away option").Select(option => option.GetAttribute("value"))
        );
        var refused = await bob.SubmitAsync(
            page,
            "Add absence",
            ("from", Today),
            ("until", Day(-1)),
            ("substitute", cast.Bob.Key)
        );
        Assert.Equal((422, 2), (refused.Status, refused.Faults.Count));
        Assert.Equal(Today, refused.Document.QuerySelector("#f-from")!.GetAttribute("value"));
        var noted = await bob.SubmitAsync(
            page,
            "Add absence",
            ("from", Today),
            ("until", Day(3)),
            ("substitute", cast.Ben.Key),
            ("note", "At <sea>.")
        );
        Assert.Contains(
            $"{cast.Bob.Key} Doe, {Today} to {Day(3)}. Covered by {cast.Ben.Key} Doe.",
            noted.Document.QuerySelector("#away")!.TextContent
        );
        Assert.Contains("away now", noted.Document.QuerySelector("#away")!.TextContent);
        Assert.Contains("At <sea>.", noted.Document.QuerySelector("#away")!.TextContent);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        Assert.Equal(
            [cast.Ben.Key, cast.Bob.Key],
            (await ben.GetAsync(path))
                .Document.QuerySelectorAll("#f-away option")
                .Select(option => option.GetAttribute("value")!)
                .Order(StringComparer.Ordinal)
        );
        var back = await ben.SubmitAsync(await ben.GetAsync(path), $"End absence: {cast.Bob.Key} Doe");
        Assert.Contains("Nobody is away.", back.Document.QuerySelector("#away")!.TextContent);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        Assert.Null((await charlie.GetAsync(path)).Document.QuerySelector("#away"));
    }

    [Theory, EitherEngine]
    public async Task One_for_oneself_a_lead_for_the_team_an_admin_for_all(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var bob = cast.Bob.Key;
        var request = new AbsenceRequest(Day(1), Day(2), cast.Ben.Key);
        var byLead = await cast.Ben.Api.AddAbsenceAsync(bob, request);
        await cast.Root.Api.EndAbsenceAsync(bob, byLead.Id);
        await cast.Root.Api.AddAbsenceAsync(bob, request);
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.AddAbsenceAsync(cast.Ben.Key, new AbsenceRequest(Day(1), Day(2), bob))
                )
            ).Status
        );
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.EndAbsenceAsync(cast.Ben.Key, byLead.Id))).Status);
        foreach (var person in (string[])[bob, "nobody-at-all"])
        {
            Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.AddAbsenceAsync(person, request))).Status);
            Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.ListAbsencesAsync(person))).Status);
        }
    }

    [Theory, EitherEngine]
    public async Task Every_fault_is_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var bob = cast.Bob.Key;
        await AssertFaultAsync(
            cast,
            new AbsenceRequest("tomorrow", "2026-02-30", bob, new string('x', 501)),
            "from",
            "until",
            "substitute",
            "note"
        );
        await AssertFaultAsync(cast, new AbsenceRequest(Day(3), Day(2), cast.Ben.Key), "until");
        await AssertFaultAsync(cast, new AbsenceRequest(Day(-9), Day(-2), cast.Ben.Key), "until");
        await AssertFaultAsync(cast, new AbsenceRequest(Day(0), Day(400), cast.Ben.Key), "until");
        await AssertFaultAsync(cast, new AbsenceRequest(Day(0), Day(1), cast.Charlie.Key), "substitute");
        await cast.Bob.Api.AddAbsenceAsync(bob, new AbsenceRequest(Day(5), Day(8), cast.Ben.Key));
        await AssertFaultAsync(cast, new AbsenceRequest(Day(8), Day(9), cast.Ben.Key), "from");
    }

    [Theory, EitherEngine]
    public async Task A_circle_is_refused_and_named_while_days_apart_are_none(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var bob = cast.Bob.Key;
        var ben = cast.Ben.Key;
        var cay = (await cast.App.AddPersonAsync($"cay-{cast.Receiver}")).Key;
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cay, new MemberRequest());
        await cast.Root.Api.AddAbsenceAsync(bob, new AbsenceRequest(Day(1), Day(5), ben));
        await cast.Root.Api.AddAbsenceAsync(ben, new AbsenceRequest(Day(4), Day(9), cay));
        var refused = await Refusals.RefusedAsync(
            cast.Root.Api.AddAbsenceAsync(cay, new AbsenceRequest(Day(5), Day(6), bob))
        );
        var fault = Assert.Single(refused.Errors!);
        Assert.Equal("substitute", fault.Field);
        Assert.Contains($"{ben} covers for {bob}, {cay} covers for {ben}", fault.Message);
        await cast.Root.Api.AddAbsenceAsync(cay, new AbsenceRequest(Day(6), Day(7), bob));
    }

    [Theory, EitherEngine]
    public async Task Two_at_once_never_make_a_circle(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var bob = cast.Bob.Key;
        var ben = cast.Ben.Key;
        var both = await Task.WhenAll(
            TriedAsync(cast.Root.Api.AddAbsenceAsync(bob, new AbsenceRequest(Day(1), Day(5), ben))),
            TriedAsync(cast.Root.Api.AddAbsenceAsync(ben, new AbsenceRequest(Day(1), Day(5), bob)))
        );
        Assert.Single(both, done => done);
    }

    [Theory, EitherEngine]
    public async Task What_is_done_by_or_given_to_somebody_away_bears_both_names_and_both_are_told(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?>
            {
                ["BATON_SMTP_URL"] = smtp.Url,
                ["BATON_MAIL_FROM"] = "Baton <baton@example.org>",
            }
        );
        var cast = await app.CastAsync();
        await cast.Bob.Api.AddAbsenceAsync(cast.Bob.Key, new AbsenceRequest(Day(-1), Day(1), cast.Ben.Key));
        var byBob = await cast.AcceptedAsync();
        var accepted = (await cast.Bob.Api.GetEventsAsync(byBob.HandoffId)).Items.Single(happened =>
            happened.Kind == "handoff.accepted"
        );
        Assert.Equal(
            (cast.Bob.Key, cast.Ben.Key),
            (accepted.Actor, accepted.Data.GetProperty("substitute").GetString())
        );

        var byBen = await cast.Ben.Api.AcceptAsync((await cast.InitiatedAsync()).HandoffId);
        await cast.Ben.Api.AssignAsync(byBen.HandoffId, new AssignRequest(cast.Bob.Key));
        var events = (await cast.Ben.Api.GetEventsAsync(byBen.HandoffId)).Items;
        Assert.False(
            events.Single(happened => happened.Kind == "handoff.accepted").Data.TryGetProperty("substitute", out _)
        );
        var assigned = events.Single(happened => happened.Kind == "handoff.assigned").Data;
        Assert.Equal(
            (cast.Bob.Key, cast.Ben.Key),
            (assigned.GetProperty("to").GetString(), assigned.GetProperty("substitute").GetString())
        );
        Assert.Equal(cast.Bob.Key, (await cast.Ben.Api.GetAsync(byBen.HandoffId)).Owner);
        var log = await Wait.ForAsync(
            async () =>
                (await cast.Ben.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = byBen.HandoffId }))
                    .Items.Where(item => item.Kind == "handoff.assigned")
                    .Select(item => item.Address)
                    .Order()
                    .ToList(),
            addresses => addresses.Count == 2
        );
        Assert.Equal(new[] { $"{cast.Ben.Key}@example.org", $"{cast.Bob.Key}@example.org" }, log);
    }

    private static async Task AssertFaultAsync(Cast cast, AbsenceRequest request, params string[] fields)
    {
        var refused = await Refusals.RefusedAsync(cast.Bob.Api.AddAbsenceAsync(cast.Bob.Key, request));
        Assert.Equal(
            (422, string.Join(' ', fields.Order())),
            (refused.Status, string.Join(' ', refused.Errors!.Select(error => error.Field).Order()))
        );
    }

    private static async Task<bool> TriedAsync(Task<AbsenceRecord> call)
    {
        try
        {
            await call;
            return true;
        }
        catch (BatonException refused) when (refused.Problem.Status == 422)
        {
            return false;
        }
    }

    private static string Day(int fromToday) =>
        TimeProvider
            .System.GetUtcNow()
            .AddDays(fromToday)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
