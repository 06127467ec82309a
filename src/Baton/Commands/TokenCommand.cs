using System.CommandLine;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Commands;

internal static class TokenCommand
{
    internal static Command Create() => new("token", "Tokens for the API.") { Make(), List(), Revoke() };

    private static Command Make()
    {
        var person = new Argument<string>("PERSON") { Description = "Whose token." };
        var name = new Option<string>("--name") { Description = "What it is for.", DefaultValueFactory = _ => "token" };
        var expires = new Option<string?>("--expires")
        {
            Description = "How long it lasts: 90d, 12h, 30m; left out: until it is revoked.",
        };
        var command = new Command(
            "create",
            "Make a token and print it alone. It is shown once.\n\nExample: baton token create sam "
                + "--name laptop --expires 90d"
        )
        {
            person,
            name,
            expires,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                CreateToken.RunAsync(
                                    db,
                                    session.Now,
                                    parsed.GetRequiredValue(person),
                                    parsed.GetValue(name)!,
                                    parsed.GetValue(expires),
                                    t
                                ),
                            token
                        );
                        if (outcome.Refused(out var refusal, out var secret))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line(secret);
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command(
            "list",
            "List the tokens that are not revoked; never the secrets.\n\nExample: baton token list"
        )
        {
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var tokens = await RevokeToken.ListAsync(session.Services, token);
                        if (session.Json)
                            session.Output.Json(
                                tokens.Select(candidate => new
                                {
                                    candidate.Id,
                                    Person = candidate.PersonKey,
                                    candidate.Name,
                                    candidate.CreatedAt,
                                    candidate.ExpiresAt,
                                })
                            );
                        else
                            session.Output.Table(
                                ["id", "person", "name", "expires"],
                                tokens.Select(candidate =>
                                    (IReadOnlyList<Cell>)
                                        [
                                            $"{candidate.Id}",
                                            candidate.PersonKey,
                                            candidate.Name,
                                            Times.Of(candidate.ExpiresAt),
                                        ]
                                )
                            );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<long>("ID") { Description = "The number that `baton token list` shows." };
        var command = new Command(
            "revoke",
            "Revoke a token; it is refused from the next request on.\n\nExample: baton token revoke 3"
        )
        {
            id,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var revoked = await session.Writer.WriteAsync(
                            (db, t) => RevokeToken.RunAsync(db, session.Now, parsed.GetRequiredValue(id), t),
                            token
                        );
                        if (revoked.Refused(out var refusal, out var one))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line($"Revoked token {one.Id} of {one.PersonKey}.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
