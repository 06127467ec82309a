using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Command = System.CommandLine.Command;

namespace Baton.Commands;

/// <summary>Begins a handoff and hands it over, or hands over a draft.</summary>
internal static class InitiateCommand
{
    private static readonly Argument<long?> Id = new("ID")
    {
        Description = "The number of a draft to hand over. Without it, use --template to hand over something new.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> Template = new("--template")
    {
        Description = "The key of the template, for example sales_to_onboarding.",
    };
    private static readonly Option<string?> ExternalKey = new("--external-key")
    {
        Description = "Your own ID for it. Using the same ID again returns the first handoff.",
    };
    private static readonly Option<bool> Draft = new("--draft") { Description = "Save it as a draft." };
    private static readonly Option<string?> Priority = new("--priority")
    {
        Description = "The priority: low, normal, high or urgent.",
    };
    internal static readonly Option<long?> Parent = new("--parent")
    {
        Description = "The number of the handoff that this one follows.",
    };

    static InitiateCommand() => Priority.AcceptOnlyFromAmong([.. CreateHandoff.Priorities]);

    internal static Command Create()
    {
        var command = new Command(
            "initiate",
            "Hand over work to another team.\n\nExamples:\n  baton handoff initiate --template "
                + "sales_to_onboarding --context acme.json --field contract_value=50000\n  baton handoff "
                + "initiate --template sales_to_onboarding --field client_name=\"Acme GmbH\" --draft\n  "
                + "baton handoff initiate 12 --waive goals=\"The client decides next week\""
        )
        {
            Id,
            Template,
            ContextOptions.Field,
            ContextOptions.Context,
            ContextOptions.Decimal,
            CliOptions.Waive,
            ExternalKey,
            Draft,
            Priority,
            Parent,
        };
        command.Validators.Add(Validate);
        command.SetAction((parsed, token) => Server.RunAsync(parsed, session => RunAsync(session, token), token));
        return command;
    }

    /// <summary>Either a draft by its number, or all that a new one needs.</summary>
    private static void Validate(CommandResult result)
    {
        IReadOnlyList<Option> ofNew =
        [
            Template,
            ContextOptions.Field,
            ContextOptions.Context,
            ExternalKey,
            Draft,
            Priority,
            Parent,
        ];
        var given = ofNew
            .Where(option => result.GetResult(option) is { Implicit: false })
            .Select(option => option.Name)
            .ToList();
        var begun = result.GetResult(Id) is { Tokens.Count: > 0 };
        if (begun && given.Count > 0)
            result.AddError(
                $"{string.Join(", ", given)} cannot be used with the number of a draft. Change its "
                    + "values with `baton handoff edit`."
            );
        else if (!begun && !given.Contains(Template.Name))
            result.AddError(
                "Use --template to hand over something new, for example --template sales_to_onboarding, or "
                    + "give the number of a draft."
            );
    }

    private static async Task<int> RunAsync(Server.Session session, CancellationToken cancellationToken)
    {
        var parsed = session.Parsed;
        var api = session.Api;
        if (parsed.GetValue(Id) is { } begun)
            return HandoffVerbs.Say(
                session,
                await api.InitiateAsync(
                    begun,
                    new InitiateRequest(CliOptions.Waivers(parsed)),
                    cancellationToken: cancellationToken
                )
            );
        var key = parsed.GetValue(Template)!;
        if (
            await ContextOptions.ReadAsync(
                session,
                () => api.GetTemplateAsync(key, cancellationToken: cancellationToken),
                cancellationToken
            )
            is not { } context
        )
            return CommandLine.Refused;
        var request = new CreateHandoffRequest(
            key,
            context,
            parsed.GetValue(ExternalKey),
            parsed.GetValue(Draft),
            CliOptions.Waivers(parsed),
            parsed.GetValue(Priority) ?? "normal",
            parsed.GetValue(Parent)
        );
        return HandoffVerbs.Say(session, await api.CreateAsync(request, cancellationToken: cancellationToken));
    }
}
