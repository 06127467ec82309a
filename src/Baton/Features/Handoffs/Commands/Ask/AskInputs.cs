using System.CommandLine;
using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Ask;

/// <summary>The earlier answer that is used in place of asking.</summary>
internal static class AskInputs
{
    internal static AskRequest OfAnswer(Form form) =>
        new(
            form.Text("text"),
            form.Optional("field"),
            AnswerFrom: new AnswerSource(
                long.TryParse(form.Text("handoff"), CultureInfo.InvariantCulture, out var id) ? id : 0,
                form.Number("number") ?? 0
            )
        );

    internal static Option<string?> UseOption()
    {
        var use = CliOptions.Text(
            "--use",
            "An earlier answer that you use, as handoff:question (see baton handoff answers). Nobody is asked."
        );
        use.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && SourceOf(token.Value) is null)
                result.AddError($"--use must be a handoff and a question such as 7:2; it is '{token.Value}'.");
        });
        return use;
    }

    /// <summary>Null where it names none.</summary>
    internal static AnswerSource? SourceOf(string? text) =>
        text?.Split(':') is [var handoff, var question]
        && long.TryParse(handoff, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && int.TryParse(question, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AnswerSource(id, number)
            : null;

    /// <summary>What is not there, not answered or not visible looks the same.</summary>
    internal static async Task<Outcome<Question>> EarlierAsync(
        BatonDb db,
        RequestContext context,
        AnswerSource from,
        CancellationToken cancellationToken
    )
    {
        var questions = context.Caller.IsGuest
            ? null
            : await db
                .Handoffs.AsNoTracking()
                .VisibleTo(db, context.Caller)
                .Where(handoff => handoff.Id == from.HandoffId)
                .Select(handoff => handoff.Questions)
                .SingleOrDefaultAsync(cancellationToken);
        return questions?.FirstOrDefault(question => question.Number == from.Number) is { Answer: not null } found
            ? found
            : Refusal.Invalid(
                "answer_from",
                "unknown",
                T("There is no answer to question {0} of handoff {1}.", from.Number, from.HandoffId)
            );
    }
}
