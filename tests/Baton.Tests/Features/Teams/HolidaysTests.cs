using System.Text;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Teams;

public sealed class HolidaysTests(SharedApps apps)
{
    private const string File =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227\nEND:"
        + "VEVENT\nEND:VCALENDAR\n";

    [Theory, EitherEngine]
    public async Task A_lead_adds_a_files_days_or_replaces_by_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { TimeZone = "Europe/Berlin", Holidays = ["2026-12-26", "2027-01-01"] }
        );
        Assert.Equal(
            ["2026-12-25", "2026-12-26", "2027-01-01"],
            (await cast.Ben.Api.AddHolidaysAsync(cast.Receiver, File)).Holidays
        );
        var replaced = await cast.Ben.Api.AddHolidaysAsync(cast.Receiver, File, replace: true);
        Assert.Equal(
            ("2026-12-25 2026-12-26", "Europe/Berlin"),
            (string.Join(' ', replaced.Holidays), replaced.TimeZone)
        );
    }

    [Theory, EitherEngine]
    public async Task Who_may_not_is_told_so_and_a_team_that_is_not_there_is_not_made(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.AddHolidaysAsync(cast.Receiver, File))).Status);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Charlie.Api.AddHolidaysAsync(cast.Receiver, File))).Status);
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(cast.Root.Api.AddHolidaysAsync($"none-{cast.Other}", File))).Status
        );
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Root.Api.GetTeamAsync($"none-{cast.Other}"))).Status);
    }

    [Theory, EitherEngine]
    public async Task A_wrong_file_changes_nothing_and_says_which_line(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(
            cast.Ben.Api.AddHolidaysAsync(
                cast.Receiver,
                File.Replace("20261225", "christmas", StringComparison.Ordinal)
            )
        );
        Assert.Equal((422, "line 3"), (refused.Status, refused.Errors![0].Field));
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Holidays);
        var path = $"api/v1/teams/{cast.Receiver}/holidays";
        Assert.Equal(422, (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path + "?repalce=true", File)).Status);
        Assert.Equal(
            422,
            (await cast.App.SendBytesAsync(cast.Ben, HttpMethod.Post, path, Encoding.Unicode.GetBytes(File))).Status
        );
    }

    [Theory, EitherEngine]
    public async Task What_is_no_holiday_is_skipped_and_listed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var file = File.Replace(
            "END:VCALENDAR",
            "BEGIN:VEVENT\nSUMMARY:Close at "
                + "two\nDTSTART:20261231T140000\nDTEND:20261231T180000\nEND:VEVENT\nEND:VCALENDAR",
            StringComparison.Ordinal
        );
        var read = await cast.Ben.Api.AddHolidaysAsync(cast.Receiver, file);
        Assert.Equal("2026-12-25 2026-12-26", string.Join(' ', read.Holidays));
        Assert.Equal((8, "Close at two"), (Assert.Single(read.Skipped).Line, read.Skipped[0].Summary));
        Assert.Contains("20261231T140000", read.Skipped[0].Reason, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_file_without_a_holiday_never_empties_a_list(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Holidays = ["2026-12-24 13:00-24:00", "2027-01-01"] }
        );
        foreach (
            var file in (string[])
                [
                    File.Replace("BEGIN:VEVENT", "METHOD:CANCEL\nBEGIN:VEVENT", StringComparison.Ordinal),
                    File.Replace("DTSTART", "STATUS:CANCELLED\nDTSTART", StringComparison.Ordinal),
                ]
        )
            Assert.Equal(
                422,
                (await Refusals.RefusedAsync(cast.Ben.Api.AddHolidaysAsync(cast.Receiver, file, replace: true))).Status
            );
        Assert.Equal(
            ["2026-12-24 13:00-24:00", "2027-01-01"],
            (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Holidays
        );
        Assert.Equal(
            ["2026-12-24 13:00-24:00", "2026-12-25", "2026-12-26", "2027-01-01"],
            (await cast.Ben.Api.AddHolidaysAsync(cast.Receiver, File)).Holidays
        );
    }

    [Theory, EitherEngine]
    public async Task A_team_of_the_night_and_half_a_holiday_move_the_clocks(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var hours = new Dictionary<string, IReadOnlyList<string>>
        {
            ["mon"] = ["22:00-06:00"],
            ["wed"] = ["22:00-06:00"],
        };
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { WorkingHours = hours });
        var due = (await cast.InitiatedAsync()).AcceptBy!.Value;
        var begun = due.AddHours(-6).AddTicks(-1);
        Assert.True(begun.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Wednesday, $"{due:O}");
        Assert.True(due.TimeOfDay <= TimeSpan.FromHours(6) || due.TimeOfDay >= TimeSpan.FromHours(22), $"{due:O}");
        Assert.Equal(
            422,
            (
                await Refusals.RefusedAsync(
                    cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Holidays = ["2026-12-24 13:00-13:00"] })
                )
            ).Status
        );
        Assert.Equal(
            422,
            (
                await Refusals.RefusedAsync(
                    cast.Ben.Api.PutTeamAsync(
                        cast.Receiver,
                        new TeamRequest
                        {
                            WorkingHours = new Dictionary<string, IReadOnlyList<string>>
                            {
                                ["mon"] = ["22:00-06:00"],
                                ["tue"] = ["05:00-09:00"],
                            },
                        }
                    )
                )
            ).Status
        );
    }

    [Theory, EitherEngine]
    public async Task The_page_takes_half_days_and_shifts_over_midnight(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        await root.SubmitAsync(
            await root.GetAsync($"/teams/{cast.Receiver}/hours"),
            "Save",
            ("mon", "08:00-12:00, 22:00-06:00"),
            ("holidays", "2026-12-25 2026-12-24 13:00-24:00,\r\n2027-01-01")
        );
        var team = await cast.Ben.Api.GetTeamAsync(cast.Receiver);
        Assert.Equal(["2026-12-24 13:00-24:00", "2026-12-25", "2027-01-01"], team.Holidays);
        Assert.Equal(["08:00-12:00", "22:00-06:00"], team.WorkingHours["mon"]);
        await root.SubmitAsync(await root.GetAsync($"/teams/{cast.Receiver}/settings"), "Save", ("name", "Nights"));
        Assert.Equal(
            ("Nights", 3),
            (
                (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Name,
                (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Holidays.Count
            )
        );
    }

    [Theory, EitherEngine]
    public async Task Sent_twice_with_one_key_it_is_done_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var path = $"api/v1/teams/{cast.Receiver}/holidays";
        Assert.Equal(
            200,
            (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path, File, ("Idempotency-Key", cast.Receiver))).Status
        );
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Holidays = [] });
        Assert.Contains(
            "2026-12-25",
            (await cast.App.SendAsync(cast.Ben, HttpMethod.Post, path, File, ("Idempotency-Key", cast.Receiver))).Body
        );
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Holidays);
        Assert.Equal(
            "idempotency-key-reused",
            (
                await cast.App.SendAsync(
                    cast.Ben,
                    HttpMethod.Post,
                    path + "?replace=true",
                    File,
                    ("Idempotency-Key", cast.Receiver)
                )
            )
                .Problem
                .Type
        );
    }
}
