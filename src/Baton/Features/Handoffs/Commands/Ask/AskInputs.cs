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
