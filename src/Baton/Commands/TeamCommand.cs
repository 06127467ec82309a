using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Clocks;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Web;

namespace Baton.Commands;

internal static class TeamCommand
{
    internal static Command Create() =>
        new("team", "Add teams, and change their members, holidays and channels.")
        {
            Add(),
            Join(),
            LeaveCommands.Leave(),
            LeaveCommands.Close(),
            Holidays(),
            TestOne(),
            EnableOne(),
        };

    private static Command Add()
    {
        var key = new Argument<string>("KEY") { Description = "A short key in lower case, for example sales." };
        var name = new Option<string>("--name")
        {
            Description = "The name to show, for example Sales.",
            Required = true,
        };
        var zone = new Option<string?>("--time-zone")
        {
            Description = "An IANA time zone, for example Europe/Berlin. Default: UTC.",
        };
        var command = new Command(
            "add",
            "Add a team.\n\nExample: baton team add sales --name Sales --time-zone Europe/Berlin"
        )
        {
            key,
            name,
            zone,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var team = parsed.GetRequiredValue(key);
                        var request = new TeamRequest
                        {
                            Name = parsed.GetRequiredValue(name),
                            TimeZone = parsed.GetValue(zone),
                        };
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                session
                                    .Services.GetRequiredService<PutTeam>()
                                    .RunAsync(db, context with { IfMatch = TeamStore.NotThere }, team, request, t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var made))
                            return await session.Output.FailAsync(refusal);
                        return Say(session, made, $"Added {team}.");
                    }
                )
        );
        return command;
    }

    private static Command Join()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var person = new Argument<string>("PERSON") { Description = "The key of the person." };
        var lead = new Option<bool>("--lead") { Description = "Add them as a lead instead of a member." };
        var command = new Command(
            "join",
            "Add a person to a team, or change their role.\n\nExample: baton team join sales sam --lead"
        )
        {
            team,
            person,
            lead,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var role = parsed.GetValue(lead) ? TeamRole.Lead : TeamRole.Member;
                        var key = parsed.GetRequiredValue(team);
                        var who = parsed.GetRequiredValue(person);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => PutMember.RunAsync(db, context, key, who, role, t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var joined))
                            return await session.Output.FailAsync(refusal);
                        return Say(
                            session,
                            joined,
                            $"{who} is now a {(role == TeamRole.Lead ? "lead" : "member")} of {key}."
                        );
                    }
                )
        );
        return command;
    }

    private static Command Holidays()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var file = new Argument<string>("FILE") { Description = "An iCalendar file (.ics) with all-day events." };
        var replace = new Option<bool>("--replace")
        {
            Description = "Replace the current holidays instead of adding to them.",
        };
        var command = new Command(
            "holidays",
            "Import a team's holidays from a calendar file. Recurring events are expanded until the "
                + "end of the fifth year from now.\n\nExample: baton team holidays sales germany.ics "
                + "--replace"
        )
        {
            team,
            file,
            replace,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var key = parsed.GetRequiredValue(team);
                        var path = parsed.GetRequiredValue(file);
                        var context = await session.ContextAsync();
                        if (
                            ReadCalendar(path, session.Now, context.Catalog.Teams.GetValueOrDefault(key)?.Team.TimeZone)
                                .Refused(out var refusal, out var read)
                        )
                            return await session.Output.FailAsync(refusal);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                session
                                    .Services.GetRequiredService<AddHolidays>()
                                    .RunAsync(db, context, key, read.Days, parsed.GetValue(replace), t),
                            token
                        );
                        if (outcome.Refused(out refusal, out var changed))
                            return await session.Output.FailAsync(refusal);
                        foreach (var skipped in read.Skipped)
                            session.Output.Note($"Skipped line {skipped.Line} ({skipped.Summary}): {skipped.Reason}");
                        session.Output.Line(
                            $"Imported {read.Days.Count} days. {key} now has {changed.Holidays.Count} holidays."
                        );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command TestOne()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var id = new Argument<long>("ID")
        {
            Description = "The number of the channel; `baton audit` and GET /api/v1/teams/TEAM show it.",
        };
        var command = new Command(
            "test-channel",
            "Send a test message through a channel. If it arrives, a channel that was switched off is "
                + "switched on again.\n\nExample: baton team test-channel sales 1"
        )
        {
            team,
            id,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var test = session.Services.GetRequiredService<TestChannel>();
                        var work = await test.RunAsync(
                            await session.ContextAsync(),
                            parsed.GetRequiredValue(team),
                            parsed.GetRequiredValue(id),
                            token
                        );
                        if ((await session.Writer.WriteAsync(work, token)).Refused(out var refusal, out var record))
                            return await session.Output.FailAsync(refusal);
                        var told =
                            $"{record.Channel} {record.Address}: {record.Reason} ({record.DurationMs} "
                            + $"ms, {record.MessageId})";
                        if (record.Outcome != "delivered")
                            return await session.Output.FailAsync(CommandLine.Refused, told);
                        if (session.Json)
                            session.Output.Json(record);
                        else
                            session.Output.Line(told + (record.SwitchedOn ? " The channel is switched on again." : ""));
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command EnableOne()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var id = new Argument<long>("ID")
        {
            Description = "The number of the channel; `baton audit` and GET /api/v1/teams/TEAM show it.",
        };
        var command = new Command(
            "enable-channel",
            "Switch a channel on again, and resend the notices that failed.\n\nExample: baton team "
                + "enable-channel sales 1"
        )
        {
            team,
            id,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var channel = parsed.GetRequiredValue(id);
                        if (
                            (
                                await session.Writer.WriteAsync(
                                    (db, t) => EnableChannel.RunAsync(db, context, key, channel, t),
                                    token
                                )
                            ).Refused(out var refusal, out var record)
                        )
                            return await session.Output.FailAsync(refusal);
                        if (session.Json)
                            session.Output.Json(record);
                        else
                            session.Output.Line(
                                record.SwitchedOn
                                    ? $"Switched on channel {channel} of {key}. Notices sent again: "
                                        + $"{record.Replayed}."
                                    : $"Channel {channel} of {key} is already switched on."
                            );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Outcome<HolidayDays> ReadCalendar(string path, DateTime now, string? zone)
    {
        try
        {
            return new FileInfo(path).Length <= Requests.LargestBody
                ? HolidayFile.Read(File.ReadAllBytes(path), now, zone)
                : Refusal.Invalid(path, "too-large", "is larger than 1 MiB.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refusal.Invalid(path, "unreadable", $"cannot be read: {exception.Message}");
        }
    }

    private static int Say(Store.Session session, Team team, string text)
    {
        if (session.Json)
            session.Output.Json(
                TeamRecords.Of(team, Caller.System, session.Services.GetRequiredService<ChannelVault>())
            );
        else
            session.Output.Line(text);
        return CommandLine.Done;
    }
}
