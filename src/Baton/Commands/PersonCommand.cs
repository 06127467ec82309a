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
            Add(),
            Password(),
            SignInCommands.ClearSecondFactor(),
            SignInCommands.Link(),
            SignInCommands.Unlink(),
            SignInCommands.ConfirmAddress(),
            Away(),
            Back(),
            LeaveCommands.Deactivate(),
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
        var email = new Option<string>("--email") { Description = "The email address.", Required = true };
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
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                AddPerson.RunAsync(
                                    db,
                                    session.Now,
                                    parsed.GetRequiredValue(key),
                                    parsed.GetRequiredValue(name),
                                    parsed.GetRequiredValue(email),
                                    parsed.GetValue(admin),
                                    t
                                ),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var person))
                            return await session.Output.FailAsync(refusal);
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

    private static Command Away()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the person who is away." };
        var from = new Option<string>("--from")
        {
            Description = "The first day away, for example 2026-12-21.",
            Required = true,
        };
        var until = new Option<string>("--until")
        {
            Description = "The last day away, for example 2027-01-03.",
            Required = true,
        };
        var substitute = new Option<string>("--substitute")
        {
            Description = "The key of the person who covers for them; must be in one of their teams.",
            Required = true,
        };
        var note = new Option<string?>("--note") { Description = "A note for their colleagues." };
        var command = new Command(
            "away",
            "Record that a person is away. Their notices also go to the person who covers for "
                + "them.\n\nExample: baton person away sam --from 2026-12-21 --until 2027-01-03 --substitute "
                + "pat"
        )
        {
            key,
            from,
            until,
            substitute,
            note,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var person = parsed.GetRequiredValue(key);
                        var request = new AbsenceRequest(
                            parsed.GetRequiredValue(from),
                            parsed.GetRequiredValue(until),
                            parsed.GetRequiredValue(substitute),
                            parsed.GetValue(note)
                        );
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => AddAbsence.RunAsync(db, context, person, request, t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var absence))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line(
                            $"{person} is away from {absence.FirstDay:yyyy-MM-dd} to "
                                + $"{absence.LastDay:yyyy-MM-dd}, covered by {absence.SubstituteKey}."
                        );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Back()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the person who is back." };
        var command = new Command("back", "End a person's current absence.\n\nExample: baton person back sam")
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
                        var person = parsed.GetRequiredValue(key);
                        if (Named.Refuse(Named.Person(context.Catalog, "person", person)) is { } unknown)
                            return await session.Output.FailAsync(unknown);
                        if (context.Catalog.Absences.Away(person, context.Now) is not { } away)
                            return await session.Output.FailAsync(CommandLine.Refused, $"{person} is not away.");
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => EndAbsence.RunAsync(db, context, person, away.Id, t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out _))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line($"{person} is back.");
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
