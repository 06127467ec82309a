using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Teams;

namespace Baton.Commands;

/// <summary>Commands that add a channel of a team, change it, or take it away.</summary>
internal static class ChannelChangeCommands
{
    private const string WhichChannel = "The number of the channel; `baton audit` and GET /api/v1/teams/TEAM show it.";

    private static Option<string[]> Kinds() =>
        new("--kind")
        {
            Description = "A kind of notice that it gets, for example handoff.accepted. Repeat it for more.",
        };

    internal static Command Add()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var type = new Argument<string>("TYPE") { Description = "email, slack or webhook." };
        var to = new Argument<string>("ADDRESS") { Description = "An email address, or the URL that is called." };
        var kinds = Kinds();
        var command = new Command(
            "add-channel",
            "Add a channel on which a team gets its notices. Prints the secret of a webhook, this once.\n\nExample: "
                + "baton team add-channel sales webhook https://example.org/hook --kind handoff.accepted"
        )
        {
            team,
            type,
            to,
            kinds,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var request = session
                            .Services.GetRequiredService<TeamChannels>()
                            .Read(parsed.GetRequiredValue(type), parsed.GetRequiredValue(to)) with
                        {
                            Kinds = parsed.GetValue(kinds) is { Length: > 0 } some ? some : null,
                        };
                        var add = session.Services.GetRequiredService<AddChannel>();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => add.RunAsync(db, context, key, request, t),
                            token
                        );
                        return outcome.Refused(out var refusal, out var made)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, made, $"Added channel {made.Channel.Id} of {key}.");
                    }
                )
        );
        return command;
    }

    internal static Command Change()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var id = new Argument<long>("ID") { Description = WhichChannel };
        var kinds = Kinds();
        var all = new Option<bool>("--all-kinds")
        {
            Description = "Every kind of notice, those of later versions too.",
        };
        var command = new Command(
            "change-channel",
            "Change which notices a channel gets.\n\nExample: baton team change-channel sales 1 --kind handoff.returned"
        )
        {
            team,
            id,
            kinds,
            all,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var chosen = parsed.GetValue(kinds) ?? [];
                        if (parsed.GetValue(all) == chosen.Length > 0)
                            return await session.Output.FailAsync(
                                CommandLine.Refused,
                                "Give --kind once or more, or --all-kinds."
                            );
                        var put = session.Services.GetRequiredService<PutChannel>();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) =>
                                put.ChangeAsync(
                                    db,
                                    context,
                                    key,
                                    parsed.GetRequiredValue(id),
                                    channel => channel with { Kinds = chosen.Length > 0 ? chosen : null },
                                    t
                                ),
                            token
                        );
                        return outcome.Refused(out var refusal, out var changed)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, new SecretChannel(changed, null), $"Changed channel {changed.Id} of {key}.");
                    }
                )
        );
        return command;
    }

    internal static Command Rotate()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var id = new Argument<long>("ID") { Description = WhichChannel };
        var overlap = new Option<int>("--overlap")
        {
            Description = "For how many hours the former secret signs too, 0 to 168. Default: 0, it ends at once.",
        };
        var command = new Command(
            "rotate-secret",
            "Give a webhook a new secret and print it, this once.\n\nExample: baton team rotate-secret sales 1 "
                + "--overlap 24"
        )
        {
            team,
            id,
            overlap,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var channel = parsed.GetRequiredValue(id);
                        var hours = parsed.GetValue(overlap);
                        var rotate = session.Services.GetRequiredService<RotateSecret>();
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => rotate.RunAsync(db, context, key, channel, hours, t),
                            token
                        );
                        return outcome.Refused(out var refusal, out var rotated)
                            ? await session.Output.FailAsync(refusal)
                            : Say(session, rotated, $"Rotated the secret of channel {channel} of {key}.");
                    }
                )
        );
        return command;
    }

    internal static Command Remove()
    {
        var team = new Argument<string>("TEAM") { Description = "The key of the team." };
        var id = new Argument<long>("ID") { Description = WhichChannel };
        var command = new Command(
            "remove-channel",
            "Remove a channel of a team. Nothing more is sent to it.\n\nExample: baton team remove-channel sales 1"
        )
        {
            team,
            id,
            Output.AsJson,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.RunAsync(
                    parsed,
                    async session =>
                    {
                        var context = await session.ContextAsync();
                        var key = parsed.GetRequiredValue(team);
                        var channel = parsed.GetRequiredValue(id);
                        var outcome = await session.Writer.WriteAsync(
                            (db, t) => RemoveChannel.RunAsync(db, context, key, channel, t),
                            token
                        );
                        return outcome.Refused(out var refusal, out var changed)
                            ? await session.Output.FailAsync(refusal)
                            : TeamCommand.Say(session, changed, $"Removed channel {channel} of {key}.");
                    }
                )
        );
        return command;
    }

    private static int Say(Store.Session session, SecretChannel made, string text)
    {
        if (session.Json)
            session.Output.Json(TeamRecords.ToRecord(made, session.Services.GetRequiredService<ChannelVault>()));
        else
            session.Output.Line(made.Secret is { } secret ? $"{text} Its secret, shown only now: {secret}" : text);
        return CommandLine.Done;
    }
}
