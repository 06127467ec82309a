using System.CommandLine;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;

namespace Baton.Commands;

/// <summary>Says when a person is away, and who covers for them.</summary>
internal static class AbsenceCommands
{
    internal static Command Away()
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

    internal static Command Back()
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
}
