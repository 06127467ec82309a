using System.CommandLine;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;

namespace Baton.Commands;

/// <summary>Hands the same work over to several teams at once.</summary>
internal static class FanOutCommand
{
    internal static Command Create()
    {
        var template = HandoffSending.Template();
        template.Required = true;
        var to = new Option<string[]>("--to") { Description = "A receiving team; once for each.", Required = true };
        var priority = new Option<string?>("--priority") { Description = "The priority: low, normal, high or urgent." };
        priority.AcceptOnlyFromAmong([.. CreateHandoff.Priorities]);
        var command = new Command(
            "fan-out",
            "Hand the same work over to several teams at once: a handoff for each.\n\nExample: baton handoff fan-out "
                + "--template sales_to_onboarding --to onboarding --to support --context acme.json"
        )
        {
            template,
            to,
            ContextOptions.Field,
            ContextOptions.Context,
            ContextOptions.Decimal,
            CliOptions.Waive,
            priority,
            InitiateCommand.Parent,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var key = parsed.GetRequiredValue(template)!;
                        if (
                            await ContextOptions.ReadAsync(
                                session,
                                () => session.Api.GetTemplateAsync(key, cancellationToken: token),
                                token
                            )
                            is not { } context
                        )
                            return CommandLine.Refused;
                        var request = new FanOutRequest(
                            key,
                            parsed.GetRequiredValue(to),
                            context,
                            CliOptions.Waivers(parsed),
                            parsed.GetValue(priority) ?? "normal",
                            parsed.GetValue(InitiateCommand.Parent)
                        );
                        return Say(session, await session.Api.FanOutAsync(request, cancellationToken: token));
                    },
                    token
                )
        );
        return command;
    }

    private static int Say(Server.Session session, FanOutRecord record)
    {
        if (session.Json)
            session.Output.Json(record);
        foreach (var handoff in session.Json ? [] : record.Items)
            HandoffVerbs.Say(session, handoff);
        return CommandLine.Done;
    }
}
