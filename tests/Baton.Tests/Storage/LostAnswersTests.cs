using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>
/// What is said when the database goes away in the middle of a write: before it was asked to commit, and after.
/// </summary>
public sealed class LostAnswersTests
{
    [Fact]
    public async Task What_may_have_been_saved_is_said_to_be_so_and_repeating_it_does_it_once()
    {
        var storage = await EmptyStores.CopyAsync(Engine.Postgres);
        var server = new NpgsqlConnectionStringBuilder(storage.Postgres);
        await using var link = new LossyLink(server.Host!, server.Port);
        await using var app = await BatonApp.StartAsync(
            storage with
            {
                Postgres = new NpgsqlConnectionStringBuilder(storage.Postgres)
                {
                    Host = "127.0.0.1",
                    Port = link.Port,
                }.ToString(),
            }
        );
        var cast = await app.CastAsync();

        link.LoseCommitAfter("Lost by the API");
        var lost = await CreateAsync("Lost by the API");
        Assert.True(link.WasCut);
        Assert.Equal(
            (503, "outcome-unknown", "It may have been saved"),
            (lost.Status, lost.Problem.Type, lost.Problem.Title)
        );
        Assert.Contains(
            "repeat the request with the same Idempotency-Key",
            lost.Problem.Detail,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Nothing was changed", lost.Body, StringComparison.Ordinal);
        Assert.NotNull(lost.Message.Headers.RetryAfter);
        var again = await CreateAsync("Lost by the API");
        Assert.Equal(201, again.Status);
        Assert.Equal(
            JsonElement.Parse(again.Body).GetProperty("handoff_id").GetInt64(),
            Assert.Single(await TitledAsync("Lost by the API"))
        );

        link.BreakAt("Broken before the end");
        var broken = await CreateAsync("Broken before the end");
        Assert.True(link.WasCut);
        Assert.Equal(
            (503, "storage-unavailable", "The database cannot be reached right now. Nothing was changed."),
            (broken.Status, broken.Problem.Type, broken.Problem.Detail)
        );
        Assert.Empty(await TitledAsync("Broken before the end"));

        using var alice = await app.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        link.LoseCommitAfter("Lost by a page");
        var unsure = await HandOverAsync();
        Assert.Equal((503, "It may have been saved"), (unsure.Status, unsure.Heading));
        Assert.Contains(
            "You can safely reload this page to send the form again.",
            unsure.Text,
            StringComparison.Ordinal
        );
        var done = await HandOverAsync();
        Assert.Equal(
            (200, $"/handoffs/{Assert.Single(await TitledAsync("Lost by a page"))}"),
            (done.Status, done.Path)
        );

        link.Close();
        var ready = await Wait.ForAsync(
            async () => (await app.SendAsync(null, HttpMethod.Get, "readyz")).Body,
            body => body.Contains("false", StringComparison.Ordinal)
        );
        Assert.Equal(
            "The database cannot be reached right now.",
            JsonElement.Parse(ready).GetProperty("database").GetString()
        );

        Task<Answered> CreateAsync(string client) =>
            app.SendAsync(
                cast.Alice,
                HttpMethod.Post,
                "api/v1/handoffs",
                $$"""{"template": "{{cast.Template_}}", "context": {"client_name": "{{client}}","""
                    + """ "contract_value": 1} }""",
                ("Idempotency-Key", client)
            );

        Task<Seen> HandOverAsync() =>
            alice.SubmitAsync(
                form,
                "Hand over",
                ("v.client_name", "Lost by a page"),
                ("v.contract_value", "1"),
                ("do", "over")
            );

        async Task<IReadOnlyList<long>> TitledAsync(string title) =>
            [
                .. (await cast.Alice.Api.ListAsync(new HandoffQuery { Limit = 100 }))
                    .Items.Where(handoff => handoff.Title == title)
                    .Select(handoff => handoff.HandoffId),
            ];
    }
}
