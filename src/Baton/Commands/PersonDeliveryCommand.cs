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
            Description = "How often: immediate, hourly or daily.",
        }.AcceptOnlyFromAmong(Paces);
        return Preference(
            "delivery",
            "Set how often a person gets email. Notices about overdue work are always sent "
                + "immediately.\n\nExample: baton person delivery sam daily",
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
        var wanted = new Argument<string>("ON-OR-OFF")
        {
            Description = "Turn the summary on or off.",
        }.AcceptOnlyFromAmong("on", "off");
        return Preference(
            "summary",
            "Email a weekly summary to a lead or an admin on the first working day of each "
                + "week.\n\nExample: baton person summary olga on",
            wanted,
            value => (null, value == "on"),
            person =>
                person.SummaryDueAt is { } due
                    ? $"{person.Key} gets a weekly summary. The next one is due at {due:yyyy-MM-ddTHH:mm:ssZ}."
                    : $"{person.Key} does not get a weekly summary."
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
        var key = new Argument<string>("KEY") { Description = "The key of the person." };
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
                                PutPreferences.RunAsync(
                                    db,
                                    context,
                                    parsed.GetRequiredValue(key),
                                    pace,
                                    summary,
                                    null,
                                    t
                                ),
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
