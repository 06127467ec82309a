using System.CommandLine;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Teams;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>People and teams that go. What they held is offered to others; nothing is stranded.</summary>
internal static class LeaveCommands
{
    internal static Command Leave()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var person = new Argument<string>("PERSON") { Description = "The key of the person." };
        var command = new Command(
            "leave",
            "Remove a person from a team. Their handoffs there go to a lead.\n\nExample: baton team leave sales sam"
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
                            : Say(session, $"Removed {who} from {key}.");
                    }
                )
        );
        return command;
    }

    internal static Command Close()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var to = new Option<string?>("--to")
        {
            Description =
                "The team that gets the handoffs waiting to be accepted. Without it, admins are notified " + "instead.",
        };
        var command = new Command(
            "close",
            "Close a team, so that it can no longer receive handoffs.\n\nExample: baton team close "
                + "onboarding --to customer-success"
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
                            : Say(
                                session,
                                $"Closed {key}. To see which of its handoffs need an owner, run: baton "
                                    + $"needs-owner --team {key}"
                            );
                    }
                )
        );
        return command;
    }

    internal static Command Deactivate() =>
        OfPerson(
            "deactivate",
            "Deactivate a person. They can no longer sign in, get no notices, and their handoffs go to "
                + "others.\n\nExample: baton person deactivate sam",
            "Deactivated",
            DeactivatePerson.RunAsync
        );

    internal static Command Reactivate() =>
        OfPerson(
            "reactivate",
            "Reactivate a person. Neither their tokens nor their sessions come back.\n\nExample: baton person "
                + "reactivate sam",
            "Reactivated",
            ReactivatePerson.RunAsync
        );

    private static Command OfPerson(
        string name,
        string description,
        string done,
        Func<BatonDb, RequestContext, string, CancellationToken, Task<Outcome<Person>>> change
    )
    {
        var key = new Argument<string>("KEY") { Description = "The key of the person." };
        var command = new Command(name, description) { key }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => change(db, context, parsed.GetRequiredValue(key), t),
                            token
                        );
                        return outcome.Refused(out var refusal, out var person)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, $"{done} {person.Key}.");
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
