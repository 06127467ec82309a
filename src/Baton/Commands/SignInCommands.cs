using System.CommandLine;
using Baton.Features;
using Baton.Features.People;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>For people who cannot come in any more by the way that they did.</summary>
internal static class SignInCommands
{
    internal static Command ClearSecondFactor() => For(
        "clear-second-factor",
        "Take the second factor and the passkeys from a person who lost their device; the password stays, and every session they had ends.",
        Features.People.ClearSecondFactor.RunAsync,
        person => $"{person.Key} signs in by password alone now.");

    internal static Command Unlink() => For(
        "unlink",
        "Forget who a person is at the provider by which they sign in (OpenID Connect); the next time they are found by their confirmed e-mail address.",
        UnlinkPerson.RunAsync,
        person => $"{person.Key} is linked to nobody at a provider any more.");

    internal static Command ConfirmAddress() => For(
        "confirm-address",
        "Say that a person's e-mail address is theirs, so that the company's sign-in and Slack know them by it.",
        Features.People.ConfirmAddress.ByAdminAsync,
        person => $"{person.Email} is the confirmed address of {person.Key}.");

    private static Command For(string name, string what, Func<BatonDb, Act, string, CancellationToken, Task<Outcome<Person>>> work, Func<Person, string> done)
    {
        var key = new Argument<string>("KEY") { Description = "The person's short name." };
        var command = new Command(name, $"{what}\n\nExample: baton person {name} sam") { key }.WithStore();
        command.SetAction((parsed, token) => Store.RunAsync(parsed, async session =>
        {
            var act = await session.ActAsync();
            var outcome = await session.Writer.WriteAsync((db, t) => work(db, act, parsed.GetRequiredValue(key), t), token);
            if (outcome.Refused(out var refusal, out var person))
                return await session.Output.FailAsync(refusal);
            session.Output.Line(done(person));
            return CommandLine.Done;
        }));
        return command;
    }
}
