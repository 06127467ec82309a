using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Hear more of one handoff, or less.</summary>
internal static class WatchCommands
{
    internal static IEnumerable<Command> Commands() =>
        [
            Of(
                "watch",
                "Watch a handoff: get by email what its teams are notified of.",
                (api, id, token) => api.WatchAsync(id, token),
                "you watch it."
            ),
            Of(
                "unwatch",
                "Watch a handoff no longer.",
                (api, id, token) => api.UnwatchAsync(id, token),
                "you no longer watch it."
            ),
            Of(
                "mute",
                "Mute a handoff: get no email that goes to all of your team, except when it is overdue.",
                (api, id, token) => api.MuteAsync(id, token),
                "muted."
            ),
            Of("unmute", "Mute a handoff no longer.", (api, id, token) => api.UnmuteAsync(id, token), "not muted."),
        ];

    private static Command Of(
        string name,
        string what,
        Func<BatonClient, long, CancellationToken, Task<HandoffRecord>> sendAsync,
        string said
    )
    {
        var id = HandoffVerbs.Id();
        var command = new Command(name, $"{what}\n\nExample: baton handoff {name} 12") { id };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                        HandoffVerbs.Say(
                            session,
                            await sendAsync(session.Api, parsed.GetRequiredValue(id), token),
                            (_, _) => said
                        ),
                    token
                )
        );
        return command;
    }
}
