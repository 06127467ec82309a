using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Features.Teams;

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
            HolidaysCommand.Create(),
            ChannelChangeCommands.Add(),
            ChannelChangeCommands.Change(),
            ChannelChangeCommands.Rotate(),
            ChannelChangeCommands.Remove(),
            ChannelCommands.Test(),
            ChannelCommands.Enable(),
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

    internal static int Say(Store.Session session, Team team, string text)
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
