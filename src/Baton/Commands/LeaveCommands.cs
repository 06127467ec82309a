using System.CommandLine;
using Baton.Client;
using Baton.Features.People;
using Baton.Features.Teams;

namespace Baton.Commands;

/// <summary>People and teams that go. What they held is offered to others; nothing is stranded.</summary>
internal static class LeaveCommands
{
    internal static Command Leave()
    {
        var team = new Argument<string>("TEAM") { Description = "The team's key." };
        var person = new Argument<string>("PERSON") { Description = "The person's key." };
        var command = new Command(
            "leave",
            "Take a person out of a team. What they work on there goes to a lead.\n\nExample: baton "
                + "team leave sales sam"
        )
        {
            team,
            person,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var who = parsed.GetRequiredValue(person);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => RemoveMember.RunAsync(db, context, key, who, t),
                            token
                        );
                        return outcome.Refused(out var refusal, out _)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, $"{who} is no longer in {key}.");
                    }
                )
        );
        return command;
    }

    internal static Command Close()
    {
        var team = new Argument<string>("TEAM") { Description = "The team's key." };
        var to = new Option<string?>("--to")
        {
            Description = "The team to which what waits is offered; left out: the admins are told.",
        };
        var command = new Command(
            "close",
            "Close a team: it takes nothing over any more.\n\nExample: baton team close onboarding "
                + "--to customer-success"
        )
        {
            team,
            to,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                CloseTeam.RunAsync(db, context, key, new CloseTeamRequest(parsed.GetValue(to)), t),
                            token
                        );
                        return outcome.Refused(out var refusal, out _)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, $"{key} is closed. What it still holds: baton orphans --team {key}");
                    }
                )
        );
        return command;
    }

    internal static Command Deactivate()
    {
        var key = new Argument<string>("KEY") { Description = "The person's key." };
        var command = new Command(
            "deactivate",
            "A person may no longer sign in and is told nothing; what they work on goes to "
                + "others.\n\nExample: baton person deactivate sam"
        )
        {
            key,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => DeactivatePerson.RunAsync(db, context, parsed.GetRequiredValue(key), t),
                            token
                        );
                        return outcome.Refused(out var refusal, out var person)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, $"{person.Key} is no longer active.");
                    }
                )
        );
        return command;
    }

    private static int Say(Store.Session session, string text)
    {
        session.Output.Line(text);
        return CommandLine.Done;
    }
}
