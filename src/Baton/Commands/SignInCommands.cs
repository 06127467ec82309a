using System.CommandLine;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>For people who cannot come in any more by the way that they did.</summary>
internal static class SignInCommands
{
    internal static Command ClearSecondFactor() =>
        For(
            "clear-second-factor",
            "Take the second factor and the passkeys from a person who lost their device; the "
                + "password stays, and every session they had ends.",
            Features.SignIn.ClearSecondFactor.RunAsync,
            person => $"{person.Key} signs in by password alone now."
        );

    internal static Command Unlink() =>
        For(
            "unlink",
            "Forget who a person is at the provider by which they sign in (OpenID Connect); the next "
                + "time they are found by their confirmed e-mail address.",
            UnlinkPerson.RunAsync,
            person => $"{person.Key} is linked to nobody at a provider any more."
        );

    internal static Command ConfirmAddress() =>
        For(
            "confirm-address",
            "Say that a person's e-mail address is theirs, so that the company's sign-in and Slack know them by it.",
            Features.People.ConfirmAddress.ByAdminAsync,
            person => $"{person.Email} is the confirmed address of {person.Key}."
        );

    internal static Command Link()
    {
        var key = new Argument<string>("KEY") { Description = "The person's short name." };
        var issuer = new Option<string>("--issuer")
        {
            Description = "The provider's issuer, an https address.",
            Required = true,
        };
        var subject = new Option<string>("--subject")
        {
            Description = "What the provider calls the person: its claim sub.",
            Required = true,
        };
        const string What =
            "Say who a person is at the provider by which they sign in (OpenID Connect), where it "
            + "does not vouch for their address.";
        var command = new Command(
            "link",
            $"{What}\n\nExample: baton person link sam --issuer https://login.example.org/realms/main --subject 8f1c"
        )
        {
            key,
            issuer,
            subject,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var of = parsed.GetRequiredValue(issuer);
                        var sub = parsed.GetRequiredValue(subject);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => LinkPerson.RunAsync(db, context, parsed.GetRequiredValue(key), of, sub, t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var person))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line($"{person.Key} is linked to {sub} at {of}.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command For(
        string name,
        string what,
        Func<BatonDb, RequestContext, string, CancellationToken, Task<Outcome<Person>>> work,
        Func<Person, string> done
    )
    {
        var key = new Argument<string>("KEY") { Description = "The person's short name." };
        var command = new Command(name, $"{what}\n\nExample: baton person {name} sam") { key }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => work(db, context, parsed.GetRequiredValue(key), t),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var person))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line(done(person));
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
