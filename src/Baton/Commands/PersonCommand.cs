using System.CommandLine;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;

namespace Baton.Commands;

internal static class PersonCommand
{
    internal static Command Create() =>
        new("person", "Add people, and change how they sign in and get notices.")
        {
            PeopleCommands.List(),
            PeopleCommands.Show(),
            Add(),
            PeopleCommands.Change(),
            Password(),
            SignInCommands.ClearSecondFactor(),
            SignInCommands.Link(),
            SignInCommands.Unlink(),
            SignInCommands.ConfirmAddress(),
            AbsenceCommands.Away(),
            AbsenceCommands.Back(),
            LeaveCommands.Deactivate(),
            LeaveCommands.Reactivate(),
            Slack(),
            PersonDeliveryCommand.Create(),
            PersonDeliveryCommand.Summary(),
        };

    private static Command Add()
    {
        var key = new Argument<string>("KEY") { Description = "A short key in lower case, for example sam." };
        var name = new Option<string>("--name")
        {
            Description = "The full name, for example Sam Seller.",
            Required = true,
        };
        var email = new Option<string?>("--email") { Description = "The email address. An agent may do without." };
        var agentOf = new Option<string?>("--agent-of")
        {
            Description = "The key of the person who owns it: makes an agent, a program that acts with a token.",
        };
        var admin = new Option<bool>("--admin") { Description = "Make this person an admin." };
        var command = new Command(
            "add",
            "Add a person.\n\nExample: baton person add sam --name \"Sam Seller\" --email sam@example.org"
        )
        {
            key,
            name,
            email,
            admin,
            agentOf,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                EnrollPerson.RunAsync(
                                    db,
                                    context,
                                    new AddPersonRequest(
                                        parsed.GetRequiredValue(key),
                                        parsed.GetRequiredValue(name),
                                        parsed.GetValue(email),
                                        parsed.GetValue(admin),
                                        parsed.GetValue(agentOf) is null ? PersonKind.Person : PersonKind.Agent,
                                        parsed.GetValue(agentOf),
                                        Invite: false
                                    ),
                                    t
                                ),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var added))
                            return await session.Output.FailAsync(refusal);
                        var person = added.Person;
                        if (session.Json)
                            session.Output.Json(
                                new MeRecord(person.Key, person.Name, person.Email, person.IsAdmin, [])
                            );
                        else
                            session.Output.Line($"Added {person.Key}{(person.IsAdmin ? " as an admin" : "")}.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Password()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the person." };
        var command = new Command(
            "password",
            "Set a person's password, read from standard input. This signs them out "
                + "everywhere.\n\nExample: baton person password sam"
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
                        if (!Console.IsInputRedirected)
                            await Console.Error.WriteAsync("Password: ");
                        var password = await Console.In.ReadLineAsync(token) ?? "";
                        var outcome = await session
                            .Services.GetRequiredService<SetPassword>()
                            .RunAsync(parsed.GetRequiredValue(key), password, token);
                        if (outcome.Refused(out var refusal, out var person))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line($"Password set. {person.Key} can sign in with it now.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Slack()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the person." };
        var id = new Argument<string?>("SLACK-ID")
        {
            Description = "Their Slack member ID, for example U012AB3CD. Without it, the link to Slack is removed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "slack",
            "Link a person to their Slack account, so that they can act on handoffs in "
                + "Slack.\n\nExample: baton person slack sam U012AB3CD"
        )
        {
            key,
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
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                PutSlackId.RunAsync(db, context, parsed.GetRequiredValue(key), parsed.GetValue(id), t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var person))
                            return await session.Output.FailAsync(refusal);
                        if (session.Json)
                            session.Output.Json(new SlackIdRecord(person.Key, person.SlackId));
                        else
                            session.Output.Line(
                                person.SlackId is null
                                    ? $"{person.Key} is not linked to Slack."
                                    : $"{person.Key} is linked to {person.SlackId} in Slack."
                            );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
