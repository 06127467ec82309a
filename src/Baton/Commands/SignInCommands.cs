using System.CommandLine;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;

namespace Baton.Commands;

/// <summary>The commands that help people who cannot sign in any more.</summary>
internal static class SignInCommands
{
    internal static Command ClearSecondFactor() =>
        For(
            "clear-second-factor",
            "Remove the second factor and the passkeys of a person who lost their device. Their "
                + "password stays; they are signed out everywhere.",
            Features.SignIn.ClearSecondFactor.RunAsync,
            person => $"{person.Key} now signs in with a password only."
        );

    internal static Command Unlink() =>
        For(
            "unlink",
            "Unlink a person from their OpenID Connect account. At the next sign-in, Baton finds them "
                + "by their confirmed email address.",
            UnlinkPerson.RunAsync,
            person => $"{person.Key} is no longer linked to an OpenID Connect account."
        );

    internal static Command ConfirmAddress() =>
        For(
            "confirm-address",
            "Confirm that an email address belongs to a person, so that OpenID Connect and Slack can "
                + "identify them by it.",
            Features.SignIn.ConfirmAddress.ByAdminAsync,
            person => $"Confirmed {person.Email} as the address of {person.Key}."
        );

    internal static Command Link()
    {
        var key = new Argument<string>("KEY") { Description = "The key of the person." };
        var issuer = new Option<string>("--issuer")
        {
            Description = "The issuer of the provider, an https address.",
            Required = true,
        };
        var subject = new Option<string>("--subject")
        {
            Description = "The ID of the person at the provider (the claim sub).",
            Required = true,
        };
        const string What =
            "Link a person to their OpenID Connect account, if the provider does not confirm their email address.";
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
                        session.Output.Line($"Linked {person.Key} to {sub} at {of}.");
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
        var key = new Argument<string>("KEY") { Description = "The key of the person." };
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
