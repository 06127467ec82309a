using System.CommandLine;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Options that may stand several times, each <c>name=value</c>.</summary>
internal static class Pairs
{
    internal static Option<string[]> Option(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"{name} '{token.Value}': write name=value, for example {name} client_name=Acme.");
        });
        return option;
    }

    internal static IReadOnlyList<(string Name, string Value)> Of(ParseResult parsed, Option<string[]> option) =>
        [
            .. (parsed.GetValue(option) ?? []).Select(text =>
                (
                    text[..text.IndexOf('=', StringComparison.Ordinal)],
                    text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]
                )
            ),
        ];
}
