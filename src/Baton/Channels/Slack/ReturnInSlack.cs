using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Channels.Slack;

/// <summary>
/// The button Return… opens a dialog for findings; what is put into it returns the handoff by the same verb as
/// everywhere.
/// </summary>
internal sealed class ReturnInSlack(
    SlackPeople people,
    SlackAnswers answers,
    Writer writer,
    IDbContextFactory<BatonDb> factory
)
{
    /// <summary>What the dialog brings back.</summary>
    private sealed record Metadata(long Handoff, int Revision, string? ResponseUrl);

    /// <summary>Opens the dialog, for those who may return it as it is now.</summary>
    internal async Task<SlackAnswer> AskAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (SlackButtons.Parse(click.Value) is not var (id, revision))
            return SlackAnswer.Nothing;
        if ((await people.FindAsync(click, cancellationToken)).Refused(out var unknown, out var context))
            return answers.Refused(click, id, unknown);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if ((await FindAsync(db, context, id, revision, cancellationToken)).Refused(out var refusal, out var handoff))
            return answers.Refused(click, id, refusal);
        var fields = SlackReturnView.Choosable(context.TemplateOf(handoff).Fields);
        if (fields.Count == 0)
            return answers.Refused(
                click,
                id,
                Refusal.Invalid(
                    "field",
                    "missing",
                    T("Its template has no fields that can be chosen in Slack. Return it in Baton.")
                )
            );
        var metadata = JsonSerializer.Serialize(new Metadata(id, revision, click.ResponseUrl), BatonJson.Options);
        return answers.Dialog(
            click,
            id,
            SlackReturnView.Of(
                handoff.Title,
                answers.UrlOf(id),
                fields,
                metadata,
                FindingInputs.Most,
                FindingInputs.Name
            )
        );
    }

    /// <summary>Returns it, or shows in the dialog what is wrong with the findings.</summary>
    internal async Task<SlackAnswer> RunAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (JsonBody.Read<Metadata>(Encoding.UTF8.GetBytes(click.Value ?? "")).Refused(out _, out var about))
            return SlackAnswer.Nothing;
        if ((await people.FindAsync(click, cancellationToken)).Refused(out var unknown, out var context))
            return Errors(FindingInputs.None.FaultsOf(unknown));
        var inputs = FindingInputs.Read(click.Inputs);
        if (inputs.Faults.Count > 0)
            return Errors(inputs.Faults);
        var outcome = await writer.WriteAsync(
            (db, token) => ReturnAsync(db, context, about, new ReturnRequest(inputs.Findings), token),
            cancellationToken
        );
        return outcome.Refused(out var refusal, out var handoff)
            ? Errors(inputs.FaultsOf(refusal))
            : answers.Happened(about.ResponseUrl, handoff, context.Catalog);
    }

    private static async Task<Outcome<Handoff>> ReturnAsync(
        BatonDb db,
        RequestContext context,
        Metadata about,
        ReturnRequest request,
        CancellationToken cancellationToken
    ) =>
        (await FindAsync(db, context, about.Handoff, about.Revision, cancellationToken)).Refused(out var refusal, out _)
            ? refusal
            : await ReturnHandoff.Command.RunAsync(db, context, about.Handoff, request, cancellationToken);

    /// <summary>One that the person may return, and of which they saw what it is now.</summary>
    private static async Task<Outcome<Handoff>> FindAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int revision,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var hidden, out var handoff))
            return hidden;
        return
            (
                handoff.Refuse(ReturnHandoff.Command, context.Caller)
                ?? SeenRevision.Refuse(handoff, revision, context.Caller)
            )
                is { } refusal
            ? await Overtaken.SayAsync(db, context, refusal, id, cancellationToken)
            : handoff;
    }

    private static SlackAnswer Errors(IReadOnlyDictionary<string, string> faults) =>
        new(
            new JsonObject
            {
                ["response_action"] = "errors",
                ["errors"] = new JsonObject(
                    faults.Select(fault => KeyValuePair.Create<string, JsonNode?>(fault.Key, fault.Value))
                ),
            }
        );
}
