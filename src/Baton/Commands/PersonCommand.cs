using System.CommandLine;
using Baton.Client;
using Baton.Features.People;

namespace Baton.Commands;

internal static class PersonCommand
{
    internal static Command Create() => new("person", "People who sign in.") { Add() };

    private static Command Add()
    {
        var key = new Argument<string>("KEY") { Description = "A short name, for example sam." };
        var name = new Option<string>("--name") { Description = "The full name.", Required = true };
        var email = new Option<string>("--email") { Description = "The e-mail address.", Required = true };
        var admin = new Option<bool>("--admin") { Description = "May do everything." };
        var command = new Command("add", "Add a person.\n\nExample: baton person add sam --name \"Sam Seller\" --email sam@example.org") { key, name, email, admin, Output.AsJson }.WithStore();
        command.SetAction((parsed, token) => Store.RunAsync(parsed, async session =>
        {
            var outcome = await session.Writer.WriteAsync(
                (db, t) => AddPerson.RunAsync(db, session.Now, parsed.GetRequiredValue(key), parsed.GetRequiredValue(name), parsed.GetRequiredValue(email), parsed.GetValue(admin), t), token);
            if (outcome.Refused(out var refusal, out var person))
                return await session.Output.FailAsync(refusal);
            if (session.Json)
                session.Output.Json(new MeRecord(person.Key, person.Name, person.Email, person.IsAdmin, []));
            else
                session.Output.Line($"Added {person.Key}{(person.IsAdmin ? ", an admin" : "")}.");
            return CommandLine.Done;
        }));
        return command;
    }
}
