using System.CommandLine;
using Baton.Client;
using Baton.Features.Teams;

namespace Baton.Commands;

internal static class TeamCommand
{
    internal static Command Create() => new("team", "Teams and who is in them.") { Add(), Join() };

    private static Command Add()
    {
        var key = new Argument<string>("KEY") { Description = "A short name, for example sales." };
        var name = new Option<string>("--name") { Description = "The name for people.", Required = true };
        var zone = new Option<string?>("--time-zone") { Description = "An IANA time zone, for example Europe/Berlin; left out: UTC." };
        var command = new Command("add", "Add a team.\n\nExample: baton team add sales --name Sales --time-zone Europe/Berlin") { key, name, zone }.WithStore();
        command.SetAction((parsed, token) => Store.RunAsync(parsed, async session =>
        {
            var act = await session.ActAsync();
            var team = parsed.GetRequiredValue(key);
            if (act.Catalog.Teams.ContainsKey(team))
                return await Store.FailAsync(CommandLine.Refused, [$"There is a team {team} already."]);
            var request = new TeamRequest { Name = parsed.GetRequiredValue(name), TimeZone = parsed.GetValue(zone) };
            var outcome = await session.Writer.WriteAsync((db, t) => session.Services.GetRequiredService<PutTeam>().RunAsync(db, act, team, request, t), token);
            if (outcome.Refused(out var refusal, out _))
                return await Store.FailAsync(refusal);
            Console.WriteLine($"Added {team}.");
            return CommandLine.Done;
        }));
        return command;
    }

    private static Command Join()
    {
        var team = new Argument<string>("TEAM") { Description = "The team's key." };
        var person = new Argument<string>("PERSON") { Description = "The person's key." };
        var lead = new Option<bool>("--lead") { Description = "As a lead; left out: as a member." };
        var command = new Command("join", "Put a person into a team.\n\nExample: baton team join sales sam --lead") { team, person, lead }.WithStore();
        command.SetAction((parsed, token) => Store.RunAsync(parsed, async session =>
        {
            var act = await session.ActAsync();
            var role = parsed.GetValue(lead) ? TeamRole.Lead : TeamRole.Member;
            var (key, who) = (parsed.GetRequiredValue(team), parsed.GetRequiredValue(person));
            var outcome = await session.Writer.WriteAsync((db, t) => PutMember.RunAsync(db, act, key, who, role, t), token);
            if (outcome.Refused(out var refusal, out _))
                return await Store.FailAsync(refusal);
            Console.WriteLine($"{who} is a {(role == TeamRole.Lead ? "lead" : "member")} of {key}.");
            return CommandLine.Done;
        }));
        return command;
    }
}
