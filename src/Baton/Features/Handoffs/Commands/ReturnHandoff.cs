using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The receiving team gives it back and says of each field what is wrong.</summary>
internal static class ReturnHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        ReturnRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        var template = context.TemplateOf(handoff);
        var findings = request
            .Findings.Select(finding => new Finding(finding.Field, finding.Code, finding.Note))
            .ToList();
        var resubmitBy = context
            .Catalog.Teams.GetValueOrDefault(handoff.FromTeam)
            ?.After(context.Now, template.ResubmitWithin);
        if (handoff.Refuse(Command.Return, context.Caller) is { } refused)
            return refused;
        if (Faults(request, template, handoff) is { } faults)
            return faults;
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Return(findings, resubmitBy, context.Caller, context.Now),
            cancellationToken
        );
    }

    private static Refusal? Faults(ReturnRequest request, Template template, Handoff handoff) =>
        Texts.Refusal(
            request.Findings.Count == 0
                ? [new FieldError("findings", "missing", "A return needs at least one finding.")]
                : [],
            request.Findings.SelectMany(
                (finding, i) => Texts.KnownField($"findings[{i}].field", finding.Field, template, handoff)
            ),
            request.Findings.SelectMany((finding, i) => Texts.Optional($"findings[{i}].note", finding.Note))
        );
}
