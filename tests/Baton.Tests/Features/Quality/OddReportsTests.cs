using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

/// <summary>
/// What no report may stumble over: templates and teams that are gone, a clock that was set back, and the longest
/// window.
/// </summary>
public sealed class OddReportsTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Theory, EitherEngine]
    public async Task Templates_and_teams_that_are_gone_are_named_by_their_keys(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await PlayAsync(cast);
        await cast.Root.Api.CloseTeamAsync(cast.Sender, new CloseTeamRequest());
        // Nobody can do this through a door; a store that was mended by hand may be like it.
        await app
            .Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    await db.LockDirectoryAsync(token);
                    return await db
                        .Templates.Where(template => template.Key == cast.Template_)
                        .ExecuteDeleteAsync(token);
                },
                TestContext.Current.CancellationToken
            );
        await AllAnswerAsync(cast, handoffs: 4, windows: ["90", "1", "36500"]);
    }

    [Theory, EitherEngine]
    public async Task A_clock_that_was_set_back_makes_no_negative_time(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        time.Advance(TimeSpan.FromHours(5));
        await PlayAsync(cast);
        var later = await cast.InitiatedAsync();
        time.AdjustTime(time.GetUtcNow() - TimeSpan.FromHours(3)); // as a machine whose clock was wrong
        await cast.Bob.Api.AcceptAsync(later.HandoffId);
        await cast.ReturnedAsync();
        var flow = await cast.Root.Api.FlowAsync();
        foreach (
            var hours in (Percentiles[])
                [flow.AcceptanceHours, flow.CompletionHours, flow.AcceptanceWorkingHours, flow.CompletionWorkingHours]
        )
            Assert.All(
                (double?[])[hours.P50, hours.P90, hours.P99],
                figure => Assert.True(figure is null or >= 0, $"{figure}")
            );
        Assert.True(flow.WaitingHours is { Receiver: >= 0, Sender: >= 0, Work: >= 0 }, $"{flow.WaitingHours}");
        await AllAnswerAsync(cast, handoffs: 6, windows: ["90", "36500"]);
    }

    private static async Task PlayAsync(Cast cast)
    {
        await cast.CompletedAsync();
        await cast.ReturnedAsync();
        await cast.InitiatedAsync();
        var late = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.FlagGapAsync(late, new GapRequest("note", FindingCode.Missing, 5));
        await Assert.ThrowsAsync<BatonException>(() =>
            cast.Alice.Api.CreateAsync(cast.NewHandoff(System.Text.Json.JsonElement.Parse("{}")))
        );
    }

    /// <summary>Every report, in every format and on every page: an answer, and no figure that is none.</summary>
    private static async Task AllAnswerAsync(Cast cast, int handoffs, string[] windows)
    {
        Assert.Equal(handoffs, (await cast.Root.Api.SendersAsync()).Handoffs);
        using var root = await cast.App.VisitAsync(cast.Root);
        foreach (var days in windows)
        {
            foreach (var path in (string[])["reports/senders", "reports/templates", "reports/flow", "metrics"])
            {
                foreach (var format in (string[])["json", "csv", "ndjson"])
                {
                    var answer = await cast.App.SendAsync(
                        cast.Root,
                        HttpMethod.Get,
                        $"api/v1/{path}?days={days}&format={format}"
                    );
                    Assert.True(answer.Status == 200, $"{path} {days} {format}: {answer.Body}");
                    Assert.DoesNotContain("NaN", answer.Body);
                    Assert.DoesNotContain("Infinity", answer.Body);
                }
            }

            foreach (var path in (string[])[$"/reports?days={days}", $"/reports/handoffs?what=defective&days={days}"])
            {
                var page = await root.GetAsync(path);
                Assert.Equal(200, page.Status);
                Assert.DoesNotContain("NaN", page.Text);
            }
        }
    }
}
