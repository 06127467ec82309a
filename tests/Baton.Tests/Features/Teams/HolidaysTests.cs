using System.Text;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Teams;

public sealed class HolidaysTests(SharedApps apps)
{
    private const string File = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227\nEND:VEVENT\nEND:VCALENDAR\n";

    [Theory, BothEngines]
    public async Task A_lead_adds_a_files_days_or_replaces_by_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { TimeZone = "Europe/Berlin", Holidays = ["2026-12-26", "2027-01-01"] });
        Assert.Equal(["2026-12-25", "2026-12-26", "2027-01-01"], (await cast.Ben.Api.AddHolidaysAsync(cast.Receiver, File)).Holidays);
        var replaced = await cast.Ben.Api.AddHolidaysAsync(cast.Receiver, File, replace: true);
        Assert.Equal(("2026-12-25 2026-12-26", "Europe/Berlin"), (string.Join(' ', replaced.Holidays), replaced.TimeZone));
    }

    [Theory, BothEngines]
    public async Task Who_may_not_is_told_so_and_a_team_that_is_not_there_is_not_made(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.AddHolidaysAsync(cast.Receiver, File))).Status);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Charlie.Api.AddHolidaysAsync(cast.Receiver, File))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Root.Api.AddHolidaysAsync($"none-{cast.Other}", File))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Root.Api.GetTeamAsync($"none-{cast.Other}"))).Status);
    }

    [Theory, BothEngines]
    public async Task A_wrong_file_changes_nothing_and_says_which_line(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(cast.Ben.Api.AddHolidaysAsync(cast.Receiver, File.Replace("20261225", "christmas", StringComparison.Ordinal)));
        Assert.Equal((422, "line 3"), (refused.Status, refused.Errors![0].Field));
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Holidays);
        var path = $"api/v1/teams/{cast.Receiver}/holidays";
        Assert.Equal(422, (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path + "?repalce=true", File)).Status);
        Assert.Equal(422, (await cast.App.SendBytesAsync(cast.Ben, HttpMethod.Post, path, Encoding.Unicode.GetBytes(File))).Status);
    }

    [Theory, BothEngines]
    public async Task Sent_twice_with_one_key_it_is_done_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var path = $"api/v1/teams/{cast.Receiver}/holidays";
        Assert.Equal(200, (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path, File, ("Idempotency-Key", cast.Receiver))).Status);
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Holidays = [] });
        Assert.Contains("2026-12-25", (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path, File, ("Idempotency-Key", cast.Receiver))).Body);
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Holidays);
        Assert.Equal("idempotency-key-reused", (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path + "?replace=true", File, ("Idempotency-Key", cast.Receiver))).Problem.Type);
    }
}
