using System.CommandLine;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Commands;

internal static class PersonDeliveryCommand
{
    private static readonly string[] Paces =
    [
        .. Enum.GetValues<DeliveryPace>().Select(pace => pace.ToString().ToLowerInvariant()),
    ];

    internal static Command Create()
    {
        var pace = new Argument<string>("HOW-OFTEN")
        {
            Description = "immediate, hourly or daily.",
        }.AcceptOnlyFromAmong(Paces);
        return Preference(
            "delivery",
            "Say how often a person is told by e-mail. Clocks that run out are told at once in any "
                + "case.\n\nExample: baton person delivery sam daily",
            pace,
            value => (Enum.Parse<DeliveryPace>(value, ignoreCase: true), null),
            person =>
                person.Pace switch
                {
                    DeliveryPace.Hourly => $"{person.Key} is notified once an hour.",
                    DeliveryPace.Daily => $"{person.Key} is notified once a day.",
                    _ => $"{person.Key} is notified at once.",
                }
        );
    }

    internal static Command Summary()
    {
        var wanted = new Argument<string>("ON-OR-OFF") { Description = "on or off." }.AcceptOnlyFromAmong("on", "off");
        return Preference(
            "summary",
            "Have a summary of the week sent to a lead or an admin by e-mail, on the first working "
                + "day of each.\n\nExample: baton person summary olga on",
            wanted,
            value => (null, value == "on"),
            person =>
                person.SummaryDueAt is { } due
                    ? $"{person.Key} gets a summary each week, the next at {due:yyyy-MM-ddTHH:mm:ssZ}."
                    : $"{person.Key} gets no weekly summary."
        );
    }

    private static Command Preference(
        string name,
        string description,
        Argument<string> argument,
        Func<string, (DeliveryPace? Pace, bool? Summary)> read,
        Func<Person, string> say
    )
    {
        var key = new Argument<string>("KEY") { Description = "The person's key." };
        var command = new Command(name, description) { key, argument }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var (context, (pace, summary)) = (
                            await session.ContextAsync(),
                            read(parsed.GetRequiredValue(argument))
                        );
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                PutPreferences.RunAsync(db, context, parsed.GetRequiredValue(key), pace, summary, t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var person))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line(say(person));
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
