using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;

namespace Baton.Commands;

/// <summary>The commands of the sending team.</summary>
internal static class HandoffSending
{
    internal static IEnumerable<Command> Commands() =>
        [Check(), InitiateCommand.Create(), Edit(), Resubmit(), Withdraw()];

    internal static Option<string?> Template() =>
        new("--template") { Description = "The key of the template, for example sales_to_onboarding." };

    private static Command Check()
    {
        var template = Template();
        template.Required = true;
        var command = new Command(
            "check",
            "Check whether a context is complete, without storing anything. Exits with 1 if it is "
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
        var unset = new Option<string[]>("--unset")
        {
            Description = "Remove the value of this field. Can be repeated.",
        };
        var version = new Option<int?>("--if-version")
        {
            Description = "Stop if the handoff has changed since this version (`version` in --json).",
        };
        var command = new Command(
            "edit",
            "Change values of a draft or of a returned handoff.\n\nExample: baton handoff edit 12 "
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
            "Answer a finding without changing the value, as field=text. Can be repeated."
        );
        return HandoffCommand.OnVersion(
            "resubmit",
            "Resubmit a returned handoff. Answer every finding: change the value with `baton handoff "
                + "edit`, or use --reply.\n\nExample: baton handoff resubmit 12 --reply start_date=\"The "
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
        var reason = new Option<string>("--reason") { Description = "Why you withdraw it.", Required = true };
        return HandoffCommand.OnVersion(
            "withdraw",
            "Withdraw a handoff that is not accepted yet.\n\nExample: baton handoff withdraw 12 "
                + "--reason \"The client cancelled\"",
            [reason],
            (parsed, api, id, version, token) =>
                api.WithdrawAsync(id, new WithdrawRequest(parsed.GetRequiredValue(reason)), version, token)
        );
    }
}
