using System.CommandLine;
using Baton.Client;
using Baton.Features.People;

namespace Baton.Commands;

internal static class PersonDeliveryCommand
{
    private enum Switch
    {
        Off,
        On,
    }

    internal static Command Create()
    {
        var pace = new Argument<DeliveryPace>("HOW-OFTEN") { Description = "immediate, hourly or daily." };
        return Preference(
            "delivery", "Say how often a person is told by e-mail. Clocks that run out are told at once in any case.\n\nExample: baton person delivery sam daily", pace,
            value => (value, null), person => $"{person.Key} is told {person.Pace switch { DeliveryPace.Hourly => "every hour", DeliveryPace.Daily => "once a day", _ => "at once" }}.");
    }

    internal static Command Summary()
    {
        var wanted = new Argument<Switch>("ON-OR-OFF") { Description = "on or off." };
        return Preference(
            "summary", "Have a summary of the week sent to a lead or an admin by e-mail, on the first working day of each.\n\nExample: baton person summary olga on", wanted,
            value => (null, value == Switch.On), person => person.SummaryDueAt is { } due ? $"{person.Key} gets a summary each week, the next at {due:yyyy-MM-ddTHH:mm:ssZ}." : $"{person.Key} gets no weekly summary.");
    }

    private static Command Preference<T>(string name, string description, Argument<T> argument, Func<T, (DeliveryPace? Pace, bool? Summary)> read, Func<Person, string> say)
    {
        var key = new Argument<string>("KEY") { Description = "The person's key." };
        var command = new Command(name, description) { key, argument }.WithStore();
        command.SetAction((parsed, token) => Store.RunAsync(parsed, async session =>
        {
            var (act, (pace, summary)) = (await session.ActAsync(), read(parsed.GetRequiredValue(argument)));
            var outcome = await session.Writer.WriteAsync((db, t) => PutPreferences.RunAsync(db, act, parsed.GetRequiredValue(key), pace, summary, t), token);
            if (outcome.Refused(out var refusal, out var person))
                return await session.Output.FailAsync(refusal);
            session.Output.Line(say(person));
            return CommandLine.Done;
        }));
        return command;
    }
}
