using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Handoffs.Commands;

namespace Baton.Commands;

/// <summary>The commands of the sending team.</summary>
internal static class HandoffSending
{
    internal static IEnumerable<Command> Commands() =>
        [Check(), InitiateCommand.Create(), FanOutCommand.Create(), Edit(), HandoffBatch.Copy(), HandoffBatch.Create()];

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
            CliOptions.Waive,
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
                        var answer = await session.Api.CheckAsync(
                            new CheckRequest(
                                key,
                                context,
                                CliOptions.Waivers(parsed),
                                parsed.GetValue(InitiateCommand.Parent)
                            ),
                            token
                        );
                        if (session.Json)
                            session.Output.Json(answer);
                        else if (answer.Complete)
                            session.Output.Line("Complete.");
                        foreach (var similar in session.Json ? [] : answer.Similar)
                            session.Output.Note(
                                $"Handoff {similar.HandoffId} to {similar.ToTeam} has the same title "
                                    + $"({HandoffText.Wire(similar.Status)}): {similar.Title}"
                            );
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
        var id = HandoffVerbs.Id();
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
            "Change values of a draft or of a returned handoff, or correct one that you handed over.\n\n"
                + "Example: baton handoff edit 12 --field contract_value=60000 --unset goals"
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
                        return HandoffVerbs.Say(
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
}
