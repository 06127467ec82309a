using System.CommandLine;
using Baton.Features.Teams;

namespace Baton.Commands;

/// <summary>Commands on one channel of a team.</summary>
internal static class ChannelCommands
{
    internal static Command Test()
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

    internal static Command Enable()
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
}
