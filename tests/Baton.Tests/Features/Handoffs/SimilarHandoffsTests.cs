using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Whoever is about to hand over hears of what may be the same piece of work.</summary>
public sealed class SimilarHandoffsTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task The_same_title_is_found_without_regard_to_case_and_spaces(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await cast.Alice.Api.CreateAsync(cast.NewHandoff(Named("Vantage Optik Ü")));
        var draft = await cast.Alice.Api.CreateAsync(cast.NewHandoff(Named("VantageOptik ü")) with { Draft = true });
        await cast.Alice.Api.CreateAsync(cast.NewHandoff(Named("Vantage Optics")));
        var check = await CheckAsync(cast, cast.Alice, " VANTAGE  optik\u00a0u\u0308 ");
        Assert.Equal(
            [
                new SimilarHandoff(draft.HandoffId, draft.Title, HandoffStatus.Draft, cast.Receiver, null),
                new SimilarHandoff(
                    first.HandoffId,
                    first.Title,
                    HandoffStatus.Initiated,
                    cast.Receiver,
                    first.InitiatedAt
                ),
            ],
            check.Similar
        );
        Assert.Equal([first.HandoffId], Ids(await CheckAsync(cast, cast.Bob, "vantage optik ü")));
        Assert.Empty((await CheckAsync(cast, cast.Charlie, "vantage optik ü")).Similar);
        await cast.Alice.Api.EditAsync(draft.HandoffId, new EditRequest(Named("Another")));
        Assert.Equal([first.HandoffId], Ids(await CheckAsync(cast, cast.Alice, "Vantage Optik Ü")));
        Assert.Empty((await cast.Alice.Api.CheckAsync(new CheckRequest(cast.Template_, Json("{}")))).Similar);
    }

    [Theory, EitherEngine]
    public async Task What_is_over_is_forgotten_after_thirty_days(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var open = (await cast.InitiatedAsync()).HandoffId;
        var completed = (await cast.CompletedAsync()).HandoffId;
        Assert.Equal([completed, open], Ids(await CheckAsync(cast, cast.Alice, "acme gmbh")));
        time.Advance(TimeSpan.FromDays(31));
        Assert.Equal([open], Ids(await CheckAsync(cast, cast.Alice, "acme gmbh")));
    }

    [Theory, EitherEngine]
    public async Task The_page_says_it_under_the_field_and_in_the_preview(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var first = await cast.Alice.Api.CreateAsync(cast.NewHandoff(Named("Vantage Optik")));
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/hand-over/{cast.Template_}");
        Assert.Empty(page.Document.QuerySelectorAll("[data-part=similar] a"));
        var preview = await alice.SubmitAsync(page, "Preview", ("v.client_name", "vantage optik"));
        foreach (var part in (string[])["[data-part=similar]", ".preview"])
        {
            var link = preview.Document.QuerySelector($"{part} a[href='/handoffs/{first.HandoffId}']");
            Assert.Equal($"Vantage Optik is already with Receiver (#{first.HandoffId})", link?.TextContent);
        }
    }

    private static async Task<CheckRecord> CheckAsync(Cast cast, Someone who, string client) =>
        await who.Api.CheckAsync(new CheckRequest(cast.Template_, Named(client)));

    private static IEnumerable<long> Ids(CheckRecord check) => check.Similar.Select(handoff => handoff.HandoffId);

    private static JsonElement Named(string client) =>
        JsonSerializer.SerializeToElement(new { client_name = client, contract_value = 1 });

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
