using System.CommandLine;
using Baton.Client;

namespace Baton.Features.Handoffs.Commands.Return;

/// <summary>The findings of a return, each <c>field=code</c> or <c>field=code: note</c>.</summary>
internal static class CliFindings
{
    internal static Option<string[]> Option()
    {
        var finding = Pairs.Option(
            "--finding",
            "A finding, as field=code or field=\"code: note\". The code is missing, wrong, outdated or "
                + "unclear. Can be repeated."
        );
        finding.Required = true;
        finding.Validators.Add(result =>
        {
            var texts = result.Tokens.Select(token => token.Value);
            foreach (var text in texts.Where(text => text.IndexOf('=', StringComparison.Ordinal) > 0))
            {
                if (CodeOf(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]) is null)
                    result.AddError(
                        $"--finding '{text}': after = write one of "
                            + $"{string.Join(", ", Enum.GetValues<FindingCode>().Select(CliOptions.Wire))}, "
                            + "for example goals=missing."
                    );
            }
        });
        return finding;
    }

    internal static IReadOnlyList<FindingRequest> Of(ParseResult parsed, Option<string[]> option) =>
        [
            .. Pairs
                .Of(parsed, option)
                .Select(pair => new FindingRequest(pair.Name, CodeOf(pair.Value)!.Value, NoteOf(pair.Value))),
        ];

    private static FindingCode? CodeOf(string text) => CliOptions.Find<FindingCode>(text.Split(':', 2)[0]);

    private static string? NoteOf(string text) => text.Split(':', 2) is [_, var note] ? note.Trim() : null;
}
