using System.CommandLine;
using Baton.Client;
using Baton.Features.People;

namespace Baton.Commands;

internal static class PersonDeliveryCommand
{
    internal static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The person's key." };
        var pace = new Argument<DeliveryPace>("HOW-OFTEN") { Description = "immediate, hourly or daily." };
        var command = new Command(
            "delivery", "Say how often a person is told by e-mail. Clocks that run out are told at once in any case.\n\nExample: baton person delivery sam daily") { key, pace }.WithStore();
        command.SetAction((parsed, token) => Store.RunAsync(parsed, async session =>
        {
            var act = await session.ActAsync();
            var outcome = await session.Writer.WriteAsync((db, t) => PutPace.RunAsync(db, act, parsed.GetRequiredValue(key), parsed.GetRequiredValue(pace), t), token);
            if (outcome.Refused(out var refusal, out var person))
                return await session.Output.FailAsync(refusal);
            session.Output.Line($"{person.Key} is told {person.Pace switch { DeliveryPace.Hourly => "every hour", DeliveryPace.Daily => "once a day", _ => "at once" }}.");
            return CommandLine.Done;
        }));
        return command;
    }
}
