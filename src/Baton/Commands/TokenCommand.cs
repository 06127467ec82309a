using System.CommandLine;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Commands;

internal static class TokenCommand
{
    internal static Command Create() =>
        new("token", "Create, list and revoke API tokens.") { Make(), List(), Revoke() };

    private static Command Make()
    {
        var person = new Argument<string>("PERSON") { Description = "The key of the person the token is for." };
        var name = new Option<string>("--name")
        {
            Description = "A name that says what the token is for, for example laptop.",
            DefaultValueFactory = _ => "token",
        };
        var expires = new Option<string?>("--expires")
        {
            Description = "How long it lasts, for example 90d, 12h or 30m. Default: until it is revoked.",
        };
        var command = new Command(
            "create",
            "Create a token and print nothing else. It is shown only once.\n\nExample: baton token "
                + "create sam --name laptop --expires 90d"
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
            "List the tokens that are not revoked, without their secrets.\n\nExample: baton token list"
        )
        {
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.ReadAsync(
                    parsed,
                    async session =>
                    {
                        var tokens = await RevokeToken.ListAsync(session.Services, token);
                        if (session.Json)
                            session.Output.Json(
                                tokens.Select(apiToken => new
                                {
                                    apiToken.Id,
                                    Person = apiToken.PersonKey,
                                    apiToken.Name,
                                    apiToken.CreatedAt,
                                    apiToken.ExpiresAt,
                                })
                            );
                        else
                            session.Output.Table(
                                ["id", "person", "name", "expires"],
                                tokens.Select(apiToken =>
                                    (IReadOnlyList<Cell>)
                                        [
                                            $"{apiToken.Id}",
                                            apiToken.PersonKey,
                                            apiToken.Name,
                                            Times.Of(apiToken.ExpiresAt),
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
        var id = new Argument<long>("ID") { Description = "The number of the token; `baton token list` shows it." };
        var command = new Command(
            "revoke",
            "Revoke a token. It stops working immediately.\n\nExample: baton token revoke 3"
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
                        if (revoked.Refused(out var refusal, out var revokedToken))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line($"Revoked token {revokedToken.Id} of {revokedToken.PersonKey}.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
