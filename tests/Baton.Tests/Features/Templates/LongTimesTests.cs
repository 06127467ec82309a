using Baton.Client;
using Baton.Features.Clocks;
using Baton.Tests.App;

namespace Baton.Tests.Features.Templates;

/// <summary>Times in a template that are longer than a calendar.</summary>
public sealed class LongTimesTests(SharedApps apps)
{
    [Theory]
    [InlineData("accept_within", "99999d")]
    [InlineData("accept_within", "1001d")]
    [InlineData("resubmit_within", "8001h")]
    [InlineData("complete_within", "100000m")]
    public async Task Are_refused_with_their_line_and_the_limit(string key, string time)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var yaml =
            $"key: {cast.Template_}\nfrom_team: {cast.Sender}\nreceiving_team: "
            + $"{cast.Receiver}\nfields: [{{ key: a, type: text }}]\n{key}: {time}\n";
        var refused = await cast.App.SendAsync(
            cast.Root,
            HttpMethod.Put,
            $"api/v1/templates/{cast.Template_}",
            yaml,
            ("Content-Type", "application/yaml")
        );
        Assert.Equal(422, refused.Status);
        var fault = Assert.Single(refused.Problem.Errors!);
        Assert.Equal($"line 5: {key}", fault.Field);
        Assert.Contains(
            $"{key} must be a working time such as 30m, 8h or 1d, at most 1000d, 8000h or 99999m; it is '{time}'.",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Theory, EitherEngine]
    public async Task That_are_the_longest_let_a_handoff_go_all_its_way(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(
            Cast.Template.Replace("accept_within: 8h", "accept_within: 1000d", StringComparison.Ordinal)
                .Replace("complete_within: 10d", "complete_within: 8000h", StringComparison.Ordinal)
                .Replace("escalation: []", "escalation: [{ at: 1000%, tell: [team] }]", StringComparison.Ordinal)
        );
        await cast.Ann.Api.PutTeamAsync(
            cast.Sender,
            new TeamRequest
            {
                WorkingHours = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-09:05"] },
            }
        );
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                WorkingHours = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-09:05"] },
            }
        );
        Assert.Equal(HandoffStatus.Completed, (await cast.CompletedAsync()).Status);
        Assert.Equal(HandoffStatus.Returned, (await cast.ReturnedAsync()).Status);
    }

    /// <summary>A template that was published before there was a limit.</summary>
    [Fact]
    public void Of_an_older_template_end_with_the_calendar()
    {
        var (calendar, _) = WorkingCalendar.Parse("Europe/Berlin", null, null);
        var start = new DateTime(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc);
        var span = WorkingSpan.TryParse("99999d");
        var due = calendar!.Add(start, span!.Value);
        Assert.Equal(2300, due.Year);
        Assert.Equal(9999, calendar.Add(start, WorkingSpan.Share(calendar.Between(start, due), 100_000)).Year);
        Assert.True(calendar.Add(start, WorkingSpan.Share(calendar.Between(start, due), 1000)) > due);
    }
}
