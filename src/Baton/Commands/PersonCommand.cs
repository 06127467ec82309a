using System.CommandLine;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;

namespace Baton.Commands;

internal static class PersonCommand
{
    internal static Command Create() =>
        new("person", "People who sign in.")
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
        var key = new Argument<string>("KEY") { Description = "A short name, for example sam." };
        var name = new Option<string>("--name") { Description = "The full name.", Required = true };
        var email = new Option<string>("--email") { Description = "The e-mail address.", Required = true };
        var admin = new Option<bool>("--admin") { Description = "May do everything." };
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
                            session.Output.Line($"Added {person.Key}{(person.IsAdmin ? ", an admin" : "")}.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Away()
    {
        var key = new Argument<string>("KEY") { Description = "Who is away." };
        var from = new Option<string>("--from") { Description = "The first day away, yyyy-mm-dd.", Required = true };
        var until = new Option<string>("--until") { Description = "The last day away, yyyy-mm-dd.", Required = true };
        var substitute = new Option<string>("--substitute")
        {
            Description = "Who stands in: somebody of the same team.",
            Required = true,
        };
        var note = new Option<string?>("--note") { Description = "What else is to be known." };
        var command = new Command(
            "away",
            "Note that a person is away. Notices to them go to the substitute too, and what is "
                + "assigned to them bears both names.\n\nExample: baton person away sam --from 2026-12-21 "
                + "--until 2027-01-03 --substitute pat"
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
                                + $"{absence.LastDay:yyyy-MM-dd}; {absence.SubstituteKey} stands in."
                        );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Back()
    {
        var key = new Argument<string>("KEY") { Description = "Who is back." };
        var command = new Command(
            "back",
            "End the absence of a person who is away now.\n\nExample: baton person back sam"
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
        var key = new Argument<string>("KEY") { Description = "The person's short name." };
        var command = new Command(
            "password",
            "Give a person a password, read from standard input; every session they had "
                + "ends.\n\nExample: baton person password sam"
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
                        session.Output.Line($"{person.Key} can sign in with it.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Slack()
    {
        var key = new Argument<string>("KEY") { Description = "The person's key." };
        var id = new Argument<string?>("SLACK-ID")
        {
            Description = "The member id of Slack, for example U012AB3CD; left out: nobody.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "slack",
            "Say who a person is in Slack, so that what they click there counts as "
                + "theirs.\n\nExample: baton person slack sam U012AB3CD"
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
                                    ? $"{person.Key} is nobody in Slack."
                                    : $"{person.Key} is {person.SlackId} in Slack."
                            );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
