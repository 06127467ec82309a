using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Finds earlier answers before a question is asked.</summary>
internal static class AnswersCommand
{
    private static readonly string[] Columns = ["use", "score", "by", "at", "why", "question", "answer"];

    internal static Command Make()
    {
        var id = HandoffVerbs.Id();
        var text = new Argument<string>("TEXT")
        {
            Description = "The question. Can be left out where --field is given.",
            DefaultValueFactory = _ => "",
        };
        var field = new Option<string?>("--field") { Description = "The field that the question is about." };
        var command = new Command(
            "answers",
            "Find earlier answers that you may see, best first, before you ask. Use one with baton handoff ask --use. "
                + $"Columns when piped: {string.Join(", ", Columns)}.\n\n"
                + "Example: baton handoff answers 12 \"Which portal do they use?\" --field special_requirements"
        )
        {
            id,
            text,
            field,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var found = await session.Api.SimilarAnswersAsync(
                            parsed.GetRequiredValue(id),
                            new SimilarRequest(parsed.GetValue(text) ?? "", parsed.GetValue(field)),
                            token
                        );
                        if (session.Json)
                            session.Output.Json(found);
                        else
                            session.Output.Table(Columns, found.Items.Select(Row));
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static IReadOnlyList<Cell> Row(SimilarAnswer answer) =>
        [
            $"{answer.HandoffId}:{answer.Number}",
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{answer.Score:0.00}"),
            answer.By,
            Times.Of(answer.At),
            string.Join(", ", answer.Why),
            answer.Question,
            answer.Answer,
        ];
}
