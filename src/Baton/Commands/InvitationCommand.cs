using System.CommandLine;
using Baton.Features.People;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Commands;

internal static class InvitationCommand
{
    internal static Command Create() =>
        new("invitation", "List and revoke invitations and password links.") { List(), Revoke() };

    private static Command List()
    {
        var command = new Command(
            "list",
            "List the invitations and password links that still work, without the links "
                + "themselves.\n\nExample: baton invitation list"
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
                        var context = await session.ContextAsync();
                        await using var db = await session
                            .Services.GetRequiredService<IDbContextFactory<BatonDb>>()
                            .CreateDbContextAsync(token);
                        var open = await ListInvitations.RunAsync(db, context, token);
                        if (session.Json)
                            session.Output.Json(open.Select(link => link.ToRecord()));
                        else
                            session.Output.Table(
                                ["id", "for", "email", "team", "created by", "until"],
                                open.Select(RowOf)
                            );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    private static IReadOnlyList<Cell> RowOf(Invitation link) =>
        [
            $"{link.Id}",
            link.PersonKey is { } person ? $"password of {person}" : "joining",
            link.Email,
            link.TeamKey ?? "—",
            link.InvitedBy,
            Times.Of(link.ExpiresAt),
        ];

    private static Command Revoke()
    {
        var id = new Argument<long>("ID") { Description = "The number of the link; `baton invitation list` shows it." };
        var command = new Command(
            "revoke",
            "Revoke an invitation or a password link. It stops working immediately.\n\nExample: baton "
                + "invitation revoke 3"
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
                        var context = await session.ContextAsync();
                        var revoked = await session.Writer.WriteAsync(
                            (db, t) => RevokeInvitation.RunAsync(db, context, parsed.GetRequiredValue(id), t),
                            token
                        );
                        if (revoked.Refused(out var refusal, out var link))
                            return await session.Output.FailAsync(refusal);
                        session.Output.Line($"Revoked the link for {link.Email}.");
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }
}
