using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;

namespace Baton.Commands;

/// <summary>What the sending team does.</summary>
internal static class HandoffSending
{
    internal static IEnumerable<Command> Commands() =>
        [Check(), InitiateCommand.Create(), Edit(), Resubmit(), Withdraw()];

    internal static Option<string?> Template() => new("--template") { Description = "The template's key." };

    private static Command Check()
    {
        var template = Template();
        template.Required = true;
        var command = new Command(
            "check",
            "Ask the gate whether a context is complete; nothing is stored. Exit 1 when it is "
                + "not.\n\nExample: baton handoff check --template sales_to_onboarding --context acme.json"
        )
        {
            template,
            ContextOptions.Field,
            ContextOptions.Context,
            ContextOptions.Decimal,
            ContextOptions.Waive,
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
                        var answer = await session.Api.CheckAsync(
                            new CheckRequest(key, context, ContextOptions.Waivers(parsed)),
                            token
                        );
                        if (session.Json)
                            session.Output.Json(answer);
                        else if (answer.Complete)
                            session.Output.Line("Complete.");
                        return await session.Output.FailAsync(
                            answer.Complete ? CommandLine.Done : CommandLine.Refused,
                            answer.Errors.Select(Output.Said)
                        );
                    },
                    token
                )
        );
        return command;
    }

    private static Command Edit()
    {
        var id = HandoffCommand.Id();
        var unset = new Option<string[]>("--unset") { Description = "Take a value away; may be repeated." };
        var version = new Option<int?>("--if-version")
        {
            Description = "Refuse when the handoff changed since this version.",
        };
        var command = new Command(
            "edit",
            "Change values of a draft or of what was returned.\n\nExample: baton handoff edit 12 "
                + "--field contract_value=60000 --unset goals"
        )
        {
            id,
            ContextOptions.Field,
            ContextOptions.Context,
            ContextOptions.Decimal,
            unset,
            version,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var number = parsed.GetRequiredValue(id);
                        if (
                            await ContextOptions.ReadAsync(
                                session,
                                () => TemplateOfAsync(session.Api, number, token),
                                token
                            )
                            is not { } values
                        )
                            return CommandLine.Refused;
                        var all = JsonObject.Create(values)!;
                        foreach (var name in parsed.GetValue(unset) ?? [])
                            all[name] = null;
                        return HandoffCommand.Say(
                            session,
                            await session.Api.EditAsync(
                                number,
                                new EditRequest(JsonSerializer.SerializeToElement(all)),
                                parsed.GetValue(version),
                                token
                            )
                        );
                    },
                    token
                )
        );
        return command;
    }

    private static async Task<TemplateVersion> TemplateOfAsync(
        BatonClient api,
        long id,
        CancellationToken cancellationToken
    )
    {
        var handoff = await api.GetAsync(id, cancellationToken);
        return await api.GetTemplateAsync(handoff.Template, handoff.TemplateVersion, cancellationToken);
    }

    private static Command Resubmit()
    {
        var reply = Pairs.Option(
            "--reply",
            "Answer a finding whose value stays as it is, field=text; may be repeated."
        );
        return HandoffCommand.OnVersion(
            "resubmit",
            "Hand over again what was returned, every finding answered: its value changed (see "
                + "edit), or a reply.\n\nExample: baton handoff resubmit 12 --reply start_date=\"The "
                + "client insists\"",
            [reply, ContextOptions.Waive],
            (parsed, api, id, version, token) =>
                api.InitiateAsync(
                    id,
                    new InitiateRequest(
                        ContextOptions.Waivers(parsed),
                        Pairs
                            .Of(parsed, reply)
                            .GroupBy(pair => pair.Name)
                            .ToDictionary(group => group.Key, group => group.Last().Value)
                    ),
                    version,
                    token
                )
        );
    }

    private static Command Withdraw()
    {
        var reason = new Option<string>("--reason") { Description = "Why.", Required = true };
        return HandoffCommand.OnVersion(
            "withdraw",
            "Take back what is not accepted yet.\n\nExample: baton handoff withdraw 12 --reason "
                + "\"The client cancelled\"",
            [reason],
            (parsed, api, id, version, token) =>
                api.WithdrawAsync(id, new WithdrawRequest(parsed.GetRequiredValue(reason)), version, token)
        );
    }
}
